"""The matching cases of Nankoku's four programs (domain.md), as a table that tests hold and docs/matching.md prints."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.programs.rules.matching import (
    Answer,
    Circumstance,
    Condition,
    Facts,
    Span,
    Verdict,
    answer,
    born_at_age,
    born_in,
    conditions_of,
)
from shared.towns import demo_towns

TODAY = date(2026, 11, 24)
MARGIN_YEARS = 5
YES, ASK, NO = Verdict.YES, Verdict.ASK, Verdict.NO
WITHDRAWN = {Circumstance.HIKIKOMORI: True}
ONCE = {Circumstance.FORMER_HIKIKOMORI: True, Circumstance.HIKIKOMORI: False, Circumstance.NEET: False}
NEITHER = dict.fromkeys((Circumstance.HIKIKOMORI, Circumstance.FORMER_HIKIKOMORI, Circumstance.NEET), False)
ALONE = {Circumstance.LIVES_ALONE: True, Circumstance.CARE_CERTIFICATION: False}
NO_CHILDREN, AWAY = {Circumstance.CHILDREN: False}, {Circumstance.CHILDREN_OUTSIDE_PREFECTURE: True}
NEAR_BY = {Circumstance.CHILDREN: True, Circumstance.CHILDREN_OUTSIDE_PREFECTURE: False}
NO_JUKU, JUKU = {Circumstance.CRAM_SCHOOL: False}, {Circumstance.CRAM_SCHOOL: True}


class Case(NamedTuple):
    """Somebody nobody names, a program, and what it answers now and from next April (None: the same)."""

    program: str
    who: str
    facts: Facts
    verdict: Verdict
    from_april: Verdict | None = None


def aged(age: int, known: Mapping[Circumstance, bool], **more: object) -> Facts:
    return Facts(TODAY, born=born_at_age(age, TODAY), known=known, **more)  # type: ignore[arg-type]


def pupil(grade: int, known: Mapping[Circumstance, bool] = NO_JUKU) -> Facts:
    return Facts(TODAY, grade=Span(grade, grade), known=known)


def born(year: int, month: int, known: Mapping[Circumstance, bool]) -> Facts:
    return Facts(TODAY, born=born_in(year, month), known=known)


MORITO, CAFE, GATHERING, STUDY = "morito-room", "cafe-de-pomme", "elderly-gathering", "study-support"
CASES = (
    Case(MORITO, "30歳、ひきこもり", aged(30, WITHDRAWN), YES),
    Case(MORITO, "30歳、ひきこもりの経験者（was or is）", aged(30, ONCE), YES),
    Case(MORITO, "30歳、どれでもない", aged(30, NEITHER), NO),
    Case(MORITO, "30歳、ひきこもりかどうか不明", aged(30, {}), ASK),
    Case(MORITO, "50歳、ひきこもり（4月には51歳かもしれない）", aged(50, WITHDRAWN), YES, ASK),
    Case(MORITO, "52歳、ひきこもり（概ね18–50）", aged(52, WITHDRAWN), ASK),
    Case(MORITO, "55歳、ひきこもり（目安から5歳）", aged(55, WITHDRAWN), ASK),
    Case(MORITO, "56歳、ひきこもり（目安から6歳）", aged(56, WITHDRAWN), NO),
    Case(MORITO, "2009年1月生まれの17歳、ひきこもり", born(2009, 1, WITHDRAWN), ASK, YES),
    Case(MORITO, "年齢不明、ひきこもり", Facts(TODAY, known=WITHDRAWN), ASK),
    Case(CAFE, "市内に住む人", Facts(TODAY, lives_here=True), YES),
    Case(CAFE, "市外の人、モリトルームに通う", Facts(TODAY, lives_here=False, attends={MORITO: True}), YES),
    Case(
        CAFE, "市外の人、どこにも通っていない",
        Facts(
            TODAY, lives_here=False, attends={MORITO: False}, known={Circumstance.WORK_READINESS_SUPPORT: False}
        ), NO,
    ),
    Case(CAFE, "市外の人、ほかは不明", Facts(TODAY, lives_here=False), ASK),
    Case(GATHERING, "70歳、一人暮らし、要介護認定なし、子どもなし", aged(70, ALONE | NO_CHILDREN), YES),
    Case(GATHERING, "70歳、一人暮らし、要介護認定なし、子どもは県外（OR）", aged(70, ALONE | AWAY), YES),
    Case(GATHERING, "70歳、一人暮らし、要介護認定なし、子どもは県内", aged(70, ALONE | NEAR_BY), NO),
    Case(GATHERING, "70歳、一人暮らし、要介護認定なし、子どもは不明", aged(70, ALONE), ASK),
    Case(
        GATHERING, "70歳、一人暮らし、要介護認定あり（否定）、子どもなし",
        aged(70, ALONE | NO_CHILDREN | {Circumstance.CARE_CERTIFICATION: True}), NO,
    ),
    Case(
        GATHERING, "70歳、一人暮らし、要介護認定は不明、子どもなし",
        aged(70, NO_CHILDREN | {Circumstance.LIVES_ALONE: True}), ASK,
    ),
    Case(GATHERING, "64歳、ほかは合う", aged(64, ALONE | NO_CHILDREN), NO, ASK),
    Case(GATHERING, "1961年11月生まれ（日は不明）、ほかは合う", born(1961, 11, ALONE | NO_CHILDREN), ASK, YES),
    Case(STUDY, "小学2年、塾なし", pupil(2), NO, YES),
    Case(STUDY, "小学3年、塾なし", pupil(3), YES),
    Case(STUDY, "小学6年、塾なし（4月から中1）", pupil(6), YES, NO),
    Case(STUDY, "中学1年、塾なし", pupil(7), NO),
    Case(STUDY, "小学5年、塾に通う", pupil(5, JUKU), NO),
    Case(STUDY, "小学5年、塾は不明", pupil(5, {}), ASK),
    Case(STUDY, "2015年3月生まれ、塾なし（小6）", born(2015, 3, NO_JUKU), YES, NO),
    Case(STUDY, "2015年4月生まれ、塾なし（1日生まれなら小6、ほかは小5）", born(2015, 4, NO_JUKU), YES, ASK),
    Case(STUDY, "2014年4月生まれ、塾なし（1日生まれなら中1、ほかは小6）", born(2014, 4, NO_JUKU), ASK, NO),
)  # fmt: skip


def conditions() -> dict[str, Sequence[Condition]]:
    """The conditions of Nankoku's programs, as the town file has them."""
    (town,) = [town for town in demo_towns() if town.programs]
    return {each.id: conditions_of(**each.audience.model_dump(exclude={"text"})) for each in town.programs}


def answered(case: Case) -> Answer:
    """What the program of a case answers."""
    return answer(conditions()[case.program], case.facts, margin_years=MARGIN_YEARS)


def table() -> str:
    """The cases as a table of Markdown."""
    names = {program.id: program.name for town in demo_towns() for program in town.programs}
    words = {YES: "● はい yes", ASK: "▲ 確かめる ask", NO: "× いいえ no", None: ""}
    rows = ["| プログラム | だれ（だれとは書かない） | いま | 2027年4月1日から |", "|---|---|---|---|"]
    for case in CASES:
        rows.append(f"| {names[case.program]} | {case.who} | {words[case.verdict]} | {words[case.from_april]} |")
    return "\n".join(rows)
