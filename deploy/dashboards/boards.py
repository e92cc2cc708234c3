"""A dashboard: rows of panels under a question, links to the others, Japan's time."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from grafana_foundation_sdk.builders.dashboard import Dashboard, DashboardLink, DatasourceVariable, QueryVariable, Row
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    VariableOption,
    VariableRefresh,
)

from deploy.dashboards.panels import SOURCE, Builder


class Section(NamedTuple):
    """Panels under one heading."""

    title: str
    panels: Sequence[Builder]


class Board(NamedTuple):
    """What one kind of reader looks at; `by_service` lets them choose among the four services."""

    uid: str
    title: str
    description: str
    since: str
    sections: Sequence[Section]
    by_service: bool = False


def built(board: Board, all_boards: Sequence[Board]) -> Any:
    """The dashboard as Grafana's model, panels numbered from 1."""
    made = (
        Dashboard(board.title)
        .uid(board.uid)
        .description(board.description)
        .tags(["yui"])
        .timezone("Asia/Tokyo")
        .week_start("monday")
        .fiscal_year_start_month(3)  # April, counted from 0
        .refresh("1m")
        .time(board.since, "now")
        .readonly()
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .with_variable(_source())
    )
    if board.by_service:
        made.with_variable(_service())
    for other in all_boards:
        made.link(_link(other))
    for section in board.sections:
        made.with_row(Row(section.title))
        for panel in section.panels:
            made.with_panel(deepcopy(panel))  # the kit writes positions and ids into what it is given
    finished = made.build()
    for number, panel in enumerate(finished.panels or [], start=1):
        panel.id_val = number
    return finished


def _link(other: Board) -> DashboardLink:
    link = DashboardLink(other.title).type(DashboardLinkType.LINK).url(f"/d/{other.uid}")
    return link.tooltip(other.description).keep_time(True).icon("dashboard")


def _source() -> DatasourceVariable:
    variable = DatasourceVariable("datasource").label("データの取得元").type("prometheus").regex("")
    return variable.current(VariableOption(text="Prometheus", value="prometheus", selected=True))


def _service() -> QueryVariable:
    variable = QueryVariable("service").label("部分").query("label_values(yui_outbox_rows, service)").datasource(SOURCE)
    everything = VariableOption(text=["すべて"], value=["$__all"], selected=True)
    return (
        variable.refresh(VariableRefresh.ON_TIME_RANGE_CHANGED).multi(True).include_all(True).all_value(".*")
        .current(everything)
    )  # fmt: skip
