"""Kinds of panels: an answer in words, lines over time, bars of now."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from grafana_foundation_sdk.builders import bargauge, common, stat, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.common import (
    BarGaugeDisplayMode,
    BarGaugeValueMode,
    BigValueColorMode,
    BigValueGraphMode,
    BigValueJustifyMode,
    BigValueTextMode,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    LineInterpolation,
    TooltipDisplayMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DashboardRangeMapOptions,
    DashboardSpecialValueMapOptions,
    DataSourceRef,
    DynamicConfigValue,
    FieldColorModeId,
    RangeMap,
    SpecialValueMap,
    SpecialValueMatch,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMapping,
    ValueMappingResult,
)

SOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
GREEN, ORANGE, RED, GREY = "#1a7f37", "#9a5b00", "#b3261e", "#57606a"  # white letters are read on each (4.5 : 1)
BLUE = "#2f6fb7"
NOTHING = "？ 数字が届いていません"
IN_FIVES = "人に関わる件数は5件きざみです（1〜5件は5と表示）。"
Builder = Any  # the kit's panels have no common type
Limit = tuple[float, str]  # from here on, this colour


class Asked(NamedTuple):
    """A question to Prometheus, and what its series are called."""

    expr: str
    legend: str


def words(title: str, description: str, expr: str, *, good: str, bad: str, colour: str = RED) -> Builder:
    """`expr` is 0 when all is well; said in words with a mark before them, so that colour alone says nothing."""
    mappings: list[ValueMapping] = [
        ValueMap(options={"0": ValueMappingResult(text=f"✓ {good}", color=GREEN, index=0)}),
        RangeMap(
            options=DashboardRangeMapOptions(
                from_val=0.000001,
                to=None,
                result=ValueMappingResult(text=f"{_mark(colour)} {bad}", color=colour, index=1),
            )
        ),
        SpecialValueMap(
            options=DashboardSpecialValueMapOptions(
                match=SpecialValueMatch.NULL_AND_NAN, result=ValueMappingResult(text=NOTHING, color=GREY, index=2)
            )
        ),
    ]
    panel = stat.Panel().mappings(mappings).no_value(NOTHING).color_mode(BigValueColorMode.BACKGROUND)
    panel.graph_mode(BigValueGraphMode.NONE).justify_mode(BigValueJustifyMode.CENTER)
    panel.text_mode(BigValueTextMode.VALUE).text(common.VizTextDisplayOptions().value_size(20)).reduce_options(_last())
    return _common(panel, title, description, "none", [Asked(expr, "")], width=8, height=3, limits=[(0.000001, colour)])


def bars(
    title: str, description: str, unit: str, asked: Sequence[Asked], *, names: Mapping[str, str] | None = None,
    limits: Sequence[Limit] = (), width: int = 8, decimals: int = 0, most: float | None = None,
) -> Builder:  # fmt: skip
    """One bar a series, as things are now; `names` says in Japanese what the series are called."""
    panel = bargauge.Panel().orientation(VizOrientation.HORIZONTAL).display_mode(BarGaugeDisplayMode.BASIC)
    panel.value_mode(BarGaugeValueMode.TEXT).reduce_options(_last()).min(0).decimals(decimals)
    if most is not None:
        panel.max(most)
    panel.text(common.VizTextDisplayOptions().title_size(14).value_size(16))
    return _common(panel, title, description, unit, asked, names=names, limits=limits, width=width, height=8)


def lines(
    title: str, description: str, unit: str, asked: Sequence[Asked], *, names: Mapping[str, str] | None = None,
    limits: Sequence[Limit] = (), width: int = 8, decimals: int | None = None, steps: bool = False,
    most: float | None = None,
) -> Builder:  # fmt: skip
    """Over time; `steps` for counts, which hold until the next counting."""
    panel = timeseries.Panel().min(0).line_width(2).fill_opacity(8)
    panel.line_interpolation(LineInterpolation.STEP_AFTER if steps else LineInterpolation.LINEAR)
    legend = common.VizLegendOptions().display_mode(LegendDisplayMode.LIST).placement(LegendPlacement.BOTTOM)
    panel.legend(legend.show_legend(True)).tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI))
    panel.color_scheme(FieldColor().mode(FieldColorModeId.PALETTE_CLASSIC))
    if limits:
        panel.thresholds_style(common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED))
    if decimals is not None:
        panel.decimals(decimals)
    if most is not None:
        panel.max(most)
    return _common(
        panel, title, description, unit, asked, names=names, limits=limits, width=width, height=8, ranged=True
    )


def _common(
    panel: Builder, title: str, description: str, unit: str, asked: Sequence[Asked], *,
    names: Mapping[str, str] | None = None, limits: Sequence[Limit], width: int, height: int, ranged: bool = False,
) -> Builder:  # fmt: skip
    panel.title(title).description(description).unit(unit).datasource(SOURCE).span(width).height(height)
    first = GREEN if limits else BLUE
    steps = [Threshold(None, first), *(Threshold(value, colour) for value, colour in limits)]
    panel.thresholds(ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
    for letter, question in zip("ABCDEFGHIJ", asked, strict=False):
        query = Dataquery().expr(question.expr).legend_format(question.legend).ref_id(letter).datasource(SOURCE)
        panel.with_target(query.range() if ranged else query.instant())
    for name, said in (names or {}).items():
        panel.override_by_name(name, [DynamicConfigValue("displayName", said)])
    return panel


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).fields("").values(False)


def _mark(colour: str) -> str:
    return "✕" if colour == RED else "▲"
