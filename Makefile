# The verbs of this house; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(VENV)/bin/uv)
DATA ?= var
YUI_PORT ?= 8080
DB ?= sqlite

.PHONY: help install run scenario test test-interop check compose-check compose-test image-test permissions traces alerts metrics doctor \
	secrets pin-images system-packages bench prove screens dashboards dashboard-pictures docs lock clean

help: ## list these verbs
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-18s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x "$(UV)" || $(BIN)/python -m pip install --quiet uv
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --require-hashes -r requirements-test.lock
	touch $@

install: $(VENV)/.installed ## install what a running town needs, without the tests' tools
	$(BIN)/python -m compileall -q services shared $(VENV)/lib  # the town's user may not write here, and would compile at each start

run: $(VENV)/.installed ## start the demo towns on http://127.0.0.1:8080 (YUI_PORT=… for another port)
	$(BIN)/yui up --data $(DATA) --port $(YUI_PORT) --demo

scenario: $(VENV)/.installed ## play Nakatosa's story against the running town
	$(BIN)/yui scenario nakatosa --port $(YUI_PORT)

test: export YUI_TEST_DB := $(DB)
test: $(VENV)/.installed-test system-packages check compose-check ## install what the tests need and run everything (DB=postgresql: on PostgreSQL)
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/live
	$(BIN)/python -m pytest tests/deploy
	$(BIN)/python -m pytest -n 2 --ignore=tests/live --ignore=tests/interop --ignore=tests/deploy

test-interop: $(VENV)/.installed-test ## read our calendars with Evolution, vdirsyncer, khal, libical, ical.js and node-ical
	test -x .venv-interop/bin/python || $(PYTHON) -m venv .venv-interop
	VIRTUAL_ENV=.venv-interop $(UV) pip install --quiet --require-hashes -r tests/interop/requirements.lock
	@sh tests/interop/system-packages.sh
	npm ci --silent --no-audit --no-fund --prefix tests/interop/node
	$(BIN)/python -m pytest tests/interop

check: $(VENV)/.installed-test ## style, strict types, generated documents up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

compose-check: $(VENV)/.installed-test ## compose.yaml, Dockerfile and Caddyfile by their own checkers
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/hadolint deploy/Dockerfile
	$(BIN)/caddy validate --config deploy/Caddyfile --adapter caddyfile 2>/dev/null

compose-test: $(VENV)/.installed-test system-packages ## start compose.yaml's services on this machine (root) and play the story
	$(BIN)/python -m pytest tests/deploy

image-test: export YUI_IMAGE_TEST := yes
image-test: $(VENV)/.installed-test system-packages ## build the image with podman and play the story with it (root; needs podman, runc, debootstrap)
	$(BIN)/python -m pytest tests/deploy/test_image.py

permissions: $(VENV)/.installed-test ## try every right on the bus: who may tell and hear what, and nobody unnamed
	$(BIN)/python -m pytest tests/live/test_permissions.py

traces: $(VENV)/.installed-test ## follow one command through four processes: a trace, and its lines in their logs
	$(BIN)/python -m pytest tests/live/test_tracing.py

alerts: $(VENV)/.installed-test system-packages ## every alert in a case and beside it; one really fired at a webhook
	$(BIN)/python -m pytest tests/alerts tests/live/test_alerting.py

metrics: $(VENV)/.installed-test ## what docs/metrics.md names is shown by a running town, and nothing else
	$(BIN)/python -m pytest tests/documents tests/shared/test_figures.py tests/live/test_operations_port.py

doctor: $(VENV)/.installed ## say what is wrong with the town in DATA, and what to do about it
	$(BIN)/yui doctor --data $(DATA)

secrets: $(VENV)/.installed ## make what compose.yaml needs: secrets/, volumes/, .env
	$(BIN)/yui secrets

pin-images: ## write the images' digests into compose.yaml and the Dockerfile (needs skopeo or docker)
	$(PYTHON) deploy/pin_images.py

system-packages:
	@sh tests/system-packages.sh

bench: $(VENV)/.installed-test ## measure speed beside the naive design and the raw limits
	$(BIN)/python -m tests.proof.bench

prove: $(VENV)/.installed-test ## kill, wipe and disturb under load: nothing lost, nothing doubled (DB=postgresql: two of each)
	$(BIN)/python -m tests.proof.prove --db $(DB)

screens: $(VENV)/.installed-test ## take the pictures in docs/screens anew
	$(BIN)/python -m tests.browser.screens

dashboards: $(VENV)/.installed-test system-packages ## ask a real Prometheus that watches a real town what every panel asks
	$(BIN)/python -m pytest -n 1 tests/dashboards

dashboard-pictures: $(VENV)/.installed-test system-packages ## draw the previews in docs/dashboards anew
	$(BIN)/python -m tests.dashboards.pictures

docs: $(VENV)/.installed-test ## write AsyncAPI, OpenAPI, the README's table and Grafana's dashboards anew
	$(BIN)/python -m tests.documents
	$(BIN)/python -m deploy.dashboards

lock: ## pin every dependency with its hashes
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 tests/interop/requirements.in -o tests/interop/requirements.lock

clean: ## forget the demo towns' data
	rm -rf $(DATA) $(DATA)-keys build
