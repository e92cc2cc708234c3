"""The directions of the house (docs/decisions, README): red when an import, a commit or a publish is out of place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVICES = ("intake", "meetings", "programs", "notify")
# Each room may import those before it in this order (and what is in itself).
ROOMS = (
    "errors", "rules", "models", "settings", "schemas", "words", "channels", "actions", "feeds", "figures", "api",
    "handlers", "timers", "pages", "app",
)  # fmt: skip
DOORS = {"api", "handlers", "timers", "pages"}
FRAMEWORKS = {"fastapi", "faststream", "starlette", "sqlalchemy", "sqlmodel", "nats", "httpx", "jinja2", "alembic"}


def modules(folder: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(path: Path, method: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
        for node in ast.walk(tree)
    )


def room(module: str) -> str:
    return module.split(".")[2]


@pytest.mark.parametrize("service", SERVICES)
def test_rooms_import_only_rooms_beneath_them(service: str) -> None:
    wrong = []
    for path, module in modules(f"services/{service}"):
        if path.name == "__init__.py" and path.parent.name == service:
            continue
        here = room(module)
        assert here in ROOMS, f"{module} is in a room the house does not have"
        for name in imports(path):
            if name.startswith(f"services.{service}.") and room(name) in ROOMS:
                there = room(name)
                if there != here and ROOMS.index(there) > ROOMS.index(here):
                    wrong.append(f"{module} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_imports_another(service: str) -> None:
    others = tuple(f"services.{other}" for other in SERVICES if other != service)
    wrong = [
        f"{module} imports {name}"
        for path, module in modules(f"services/{service}")
        for name in imports(path)
        if name.startswith("services.") and (name.startswith(others) or not name.startswith(f"services.{service}"))
    ]
    assert wrong == []


def test_shared_imports_no_service() -> None:
    wrong = [module for path, module in modules("shared") if any(n.split(".")[0] == "services" for n in imports(path))]
    assert wrong == []


@pytest.mark.parametrize("service", SERVICES)
def test_rules_know_neither_a_framework_nor_the_clock(service: str) -> None:
    wrong = []
    for path, module in modules(f"services/{service}"):
        if room(module + ".") != "rules" and ".rules" not in module:
            continue
        text = path.read_text(encoding="utf-8")
        wrong += [f"{module} imports {name}" for name in imports(path) if name.split(".")[0] in FRAMEWORKS]
        wrong += [f"{module} reads the clock" for word in ("utc_now", ".now(", ".today(") if word in text]
    assert wrong == []


def test_commit_is_called_in_shared_db_alone() -> None:
    outside = [
        module
        for folder in ("shared", "services")
        for path, module in modules(folder)
        if calls(path, "commit") and not module.startswith("shared.db.")
    ]
    assert outside == []


def test_rollback_is_called_in_shared_db_alone() -> None:
    """A bare rollback would leave emitted facts behind; doors call `undo`."""
    outside = [
        module
        for folder in ("shared", "services")
        for path, module in modules(folder)
        if calls(path, "rollback") and not module.startswith("shared.db.")
    ]
    assert outside == []


def test_publish_is_called_in_shared_outbox_alone() -> None:
    allowed = ("shared.outbox.", "shared.bus.pull", "shared.bus.answers")  # a pull request and an ack are no facts
    outside = [
        module
        for folder in ("shared", "services")
        for path, module in modules(folder)
        if calls(path, "publish") and not module.startswith(allowed)
    ]
    assert outside == []


def test_the_two_transactions_are_not_swapped() -> None:
    """`shared.web.Tx` is for routes, `shared.bus.Tx` for message handlers; swapped they fail at the first call."""
    wrong = []
    for path, module in modules("services"):
        names = imports(path)
        if module.endswith(".handlers") and "shared.web.Tx" in names:
            wrong.append(module)
        if not module.endswith(".handlers") and "shared.bus.Tx" in names:
            wrong.append(module)
    assert wrong == []


def test_doors_hold_no_queries() -> None:
    """A door receives, calls one action and returns."""
    wrong = [
        module
        for service in SERVICES
        for path, module in modules(f"services/{service}")
        if len(module.split(".")) > 2 and room(module) in DOORS
        and any(name.startswith(("sqlmodel", "sqlalchemy")) for name in imports(path))
    ]  # fmt: skip
    assert wrong == []


def test_logs_are_not_printed() -> None:
    outside = [
        module
        for folder in ("shared", "services")
        for path, module in modules(folder)
        if any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert outside == []


def test_workbooks_are_opened_in_their_child_process_alone() -> None:
    outside = [
        module
        for folder in ("shared", "services")
        for path, module in modules(folder)
        if any(name.split(".")[0] == "openpyxl" for name in imports(path)) and module != "shared.spreadsheet.process"
    ]
    assert outside == []
