"""The dashboards as the files that Grafana is provisioned with."""

import json
from collections.abc import Iterator
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from deploy.dashboards.boards import built
from deploy.dashboards.house import HOUSE
from deploy.dashboards.meetings import MEETINGS
from deploy.dashboards.messages import MESSAGES
from deploy.dashboards.residents import RESIDENTS

FOLDER = Path(__file__).parents[1] / "grafana" / "dashboards"
BOARDS = (RESIDENTS, MEETINGS, MESSAGES, HOUSE)


def written() -> Iterator[tuple[Path, str]]:
    """Every dashboard: where it stands, and its content."""
    for board in BOARDS:
        content = json.dumps(built(board, BOARDS), cls=JSONEncoder, ensure_ascii=False, indent=1, sort_keys=True)
        yield FOLDER / f"{board.uid}.json", content + "\n"
