"""What can go wrong in meetings, by name."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchMeeting(NotFound):
    code = "no_such_meeting"
    title_ja = "その会議は見つかりません"


class NoSuchItem(NotFound):
    code = "no_such_item"
    title_ja = "その議題は見つかりません"


class NoSuchTask(NotFound):
    code = "no_such_task"
    title_ja = "その支援の役割は見つかりません"


class NoSuchFeed(NotFound):
    code = "no_such_feed"
    title_ja = "その購読は見つかりません"


class AlreadyReplaced(Conflict):
    code = "already_replaced"
    title_ja = "この購読は終わったか、もう新しくなっています"


class TooManyFeeds(Conflict):
    code = "too_many_feeds"
    title_ja = "購読がたくさんあります。使っていないものを終わらせてください"


class UnknownBody(Invalid):
    code = "unknown_body"
    title_ja = "会議体を選び直してください"


class UnknownArea(Invalid):
    code = "unknown_area"
    title_ja = "小地域を選び直してください"


class UnknownAgency(Invalid):
    code = "unknown_agency"
    title_ja = "相談機関を選び直してください"


class NotTheChair(Forbidden):
    code = "not_the_chair"
    title_ja = "会議のリーダーかサブが行えます"


class NotCalled(Forbidden):
    code = "not_called"
    title_ja = "この会議に呼ばれた方だけが見られます"


class NotYourTask(Forbidden):
    code = "not_your_task"
    title_ja = "担当の機関だけが完了にできます"


class InThePast(Invalid):
    code = "in_the_past"
    title_ja = "過ぎた日時は選べません"


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    title_ja = "ほかの方が先に変更しました。もう一度ご確認ください"


class MeetingIsOver(Conflict):
    code = "meeting_is_over"
    title_ja = "終わった会議、または取りやめた会議です"


class NotOpenYet(Conflict):
    code = "not_open_yet"
    title_ja = "会議を始めてから決定を記録してください"


class AlreadyDecided(Conflict):
    code = "already_decided"
    title_ja = "この議題はすでに決定されています"


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
