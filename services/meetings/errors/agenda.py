"""Lines, decisions and tasks."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchItem(NotFound):
    code = "no_such_item"
    title_ja = "その議題は見つかりません"


class NoSuchTask(NotFound):
    code = "no_such_task"
    title_ja = "その支援の役割は見つかりません"


class NotYourTask(Forbidden):
    code = "not_your_task"
    title_ja = "担当の機関だけが完了にできます"


class NotOpenYet(Conflict):
    code = "not_open_yet"
    title_ja = "会議を始めてから決定を記録してください"


class AlreadyDecided(Conflict):
    code = "already_decided"
    title_ja = "この議題はすでに決定されています"


class UnknownCase(Invalid):
    code = "unknown_case"
    title_ja = "抽出された事案の番号（例：C-2026-0042）を入れてください"


class AlreadyOnAgenda(Conflict):
    code = "already_on_agenda"
    title_ja = "この事案は、もうこの会議体の議題にあります"


class LineStays(Conflict):
    code = "line_stays"
    title_ja = "事案は外せません。決定するか、次回へ送ってください"


class WrongLane(Conflict):
    """社会福祉法106条の6, the consent lane, or neither: each body names those its lines may stand on."""

    code = "wrong_lane"
    title_ja = "この会議では、この扱い（法の根拠）の議題は話せません"


class ConsentNeeded(Conflict):
    """A line of the 重層的支援会議 lane without the person's consent can't be opened."""

    code = "consent_needed"
    title_ja = "本人の同意がないため、この議題は開けません"


class WrongBody(Invalid):
    code = "wrong_body"
    title_ja = "この会議では選べない決定です"


class Missing(Invalid):
    code = "missing"
    title_ja = "この決定に必要な項目が足りません"
