"""`yui doctor` and `yui mail-test`: whether the town is well, and whether its mails arrive."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from services.cli_ground import DataDir, require_town, say
from services.local import place_environment


def doctor(
    data: DataDir = Path("var"),
    nats_url: str = "",
    only: Annotated[list[str] | None, typer.Option(help="bus, portal or a service; all unless said")] = None,
) -> None:
    """Say what is wrong and what to do about it; exit code 1 when anything is."""
    from services.doctor import PARTS, examine
    from services.doctor.mistakes import mistakes
    from services.doctor.printed import last_line, lines_of
    from services.settings_file import hear, read_told

    if unlisted := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unlisted))}: choose among {', '.join(PARTS)}")
    require_town(data)
    of_shell, told = mistakes(), read_told(data)
    unknown = hear(told) if told else []
    place_environment(data, nats_url)
    findings = asyncio.run(examine("", only or PARTS, told=told, unknown=unknown, of_shell=of_shell))
    for line in (line for finding in findings for line in lines_of(finding)):
        say(line)
    say(last_line(findings))
    raise typer.Exit(1 if any(finding.remedy.ja for finding in findings) else 0)
