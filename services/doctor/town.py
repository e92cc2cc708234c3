"""The town's process on this machine, as the file it leaves for its tools tells of it."""

from collections.abc import Sequence

from services.doctor.finding import Finding, Running, Said, plain
from services.settings_file import Told

TOWN = Said("町", "town")
NOT_KNOWN = Said("この画面では分かりません", "the town knows it, this shell does not")


def look_at_town(told: Told, unknown: Sequence[str], run: Running) -> list[Finding]:
    """Whether it runs, and which of its secrets this process does not know."""
    return [_process(told, run), *(Finding(plain(name), NOT_KNOWN, _export(name)) for name in unknown)]


def _process(told: Told, run: Running) -> Finding:
    port, is_demo = told.settings.get("YUI_PORT", "8080"), told.settings.get("YUI_DEMO") == "True"
    if told.is_running:
        return Finding(TOWN, Said(f"{port} 番で動いています", f"runs on port {port}"))
    command = run.start() if run.by_systemd else f"{run.yui('up')} --port {port}{' --demo' if is_demo else ''}"
    start = Said(f"動かすには：\n{command}", "the line above starts it")
    return Finding(TOWN, Said("動いていません", "does not run"), start)


def _export(name: str) -> Said:
    return Said(f"町と同じ {name} を export してから、もう一度", "export it here, too, and ask again")
