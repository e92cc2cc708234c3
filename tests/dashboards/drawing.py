"""A preview of a dashboard as HTML on Grafana's grid: drawn by ourselves, since no Grafana can be had here."""

from html import escape
from typing import Any

from tests.dashboards.answers import Line, clock, written
from tests.dashboards.plotting import plot

WIDTH, MARGIN, CELL, HEAD = 1280, 8, 30, 104  # Grafana's cells are 30 px high with 8 px between them
COLUMN = (WIDTH - MARGIN) / 24
BLUE = "#2f6fb7"
PREVIEW = "同じデータの下絵です（Grafana の画面ではありません） preview of the same data, not Grafana"
STYLE = """
* { box-sizing: border-box } body { margin: 0; width: 1280px; background: #eef0f2; color: #1f2328;
font: 14px "BIZ UDGothic", sans-serif; position: relative }
header { height: 104px; padding: 12px 16px; background: #fff; border-bottom: 1px solid #d0d7de }
h1 { margin: 0 0 4px; font-size: 20px } header nav { position: absolute; right: 16px; top: 14px; color: #0b5cad }
header b { position: absolute; left: 16px; top: 66px; padding: 3px 8px; background: #fff4d6; border: 1px solid #9a5b00 }
section { position: absolute; background: #fff; border: 1px solid #d0d7de; border-radius: 3px; overflow: hidden }
section h2 { margin: 0; padding: 7px 10px 0; font-size: 14px; height: 28px }
.row { background: none; border: 0; padding: 6px 2px; font-weight: bold; font-size: 15px }
.answer { position: absolute; inset: 30px 0 0; color: #fff; font: bold 20px "BIZ UDGothic"; text-align: center;
display: flex; align-items: center; justify-content: center }
.bars { position: absolute; inset: 30px 10px 8px; display: flex; flex-direction: column; justify-content: space-evenly }
.bar { display: grid; grid-template-columns: 10.5em 1fr 4em; align-items: center; gap: 8px }
.bar i { display: block; background: #eef0f2; height: 12px } .bar i u { display: block; height: 100% }
.bar span { text-align: right; white-space: nowrap } .bar em { font-style: normal; line-height: 1.1 }
.tight { font-size: 12.5px } .tight .bar i { height: 8px }
.lines { position: absolute; inset: 30px 0 0 } .legend { position: absolute; left: 12px; right: 8px; bottom: 6px;
font-size: 12.5px; line-height: 18px }
.legend s { display: inline-block; width: 14px; height: 4px; margin: 0 5px 3px 0 }
.legend span { margin-right: 14px; white-space: nowrap } svg text { font: 12px "BIZ UDGothic"; fill: #57606a }
"""


def page_of(board: dict[str, Any], answers: dict[int, list[Line]], at: float) -> str:
    """The whole dashboard; `answers` by the number of the panel."""
    links = "　".join(escape(link["title"]) for link in board["links"])
    head = (
        f"<header><h1>{escape(board['title'])}</h1>{escape(board['description'])}<nav>{links}</nav>"
        f"<b>{PREVIEW} ・ {clock(at)}</b></header>"
    )
    body = "".join(_placed(panel, answers.get(panel["id"], [])) for panel in board["panels"])
    lowest = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in board["panels"])
    height = HEAD + MARGIN + lowest * (CELL + MARGIN)
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><style>{STYLE}</style>'
        f'<body style="height:{height}px">{head}{body}</body></html>'
    )


def _placed(panel: dict[str, Any], lines: list[Line]) -> str:
    grid = panel["gridPos"]
    left, top = MARGIN + grid["x"] * COLUMN, HEAD + MARGIN + grid["y"] * (CELL + MARGIN)
    width, height = grid["w"] * COLUMN - MARGIN, grid["h"] * (CELL + MARGIN) - MARGIN
    place = f'style="left:{left:.0f}px;top:{top:.0f}px;width:{width:.0f}px;height:{height:.0f}px"'
    if panel["type"] == "row":
        return f'<section class="row" {place}>▾ {escape(panel["title"])}</section>'
    kinds = {"stat": _answer, "bargauge": _bars}
    drawn = kinds[panel["type"]](panel, lines) if panel["type"] in kinds else plot(panel, lines, width, height - 30)
    return f"<section {place}><h2>{escape(panel['title'])}</h2>{drawn}</section>"


def _answer(panel: dict[str, Any], lines: list[Line]) -> str:
    said, span, nothing = (mapping["options"] for mapping in panel["fieldConfig"]["defaults"]["mappings"])
    chosen = nothing["result"]
    if lines:
        chosen = span["result"] if lines[0].last >= span["from"] else said["0"]
    return f'<div class="answer" style="background:{chosen["color"]}">{escape(chosen["text"])}</div>'


def _bars(panel: dict[str, Any], lines: list[Line]) -> str:
    told = panel["fieldConfig"]["defaults"]
    most = max([line.last for line in lines], default=0) or 1
    rows = "".join(
        f'<div class="bar"><em>{escape(line.name)}</em><i><u style="width:{100 * line.last / most:.0f}%;'
        f'background:{BLUE}"></u></i><span>{escape(said)}</span></div>'
        for line, said in ((line, written(line.last, told["unit"], told.get("decimals"))) for line in lines)
    )
    return f'<div class="bars{" tight" if len(lines) > 8 else ""}">{rows}</div>'
