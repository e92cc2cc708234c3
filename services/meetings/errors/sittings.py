"""Bodies and their sittings."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchMeeting(NotFound):
    code = "no_such_meeting"
    title_ja = "その会議は見つかりません"


class UnknownBody(Invalid):
    code = "unknown_body"
    title_ja = "会議体を選び直してください"


class UnknownPost(Invalid):
    code = "unknown_post"
    title_ja = "役職を選び直してください"


class TooFewMembers(Invalid):
    code = "too_few_members"
    title_ja = "定足数は、いつも出る人の数までにしてください"


class SitsWithItself(Invalid):
    code = "sits_with_itself"
    title_ja = "単独で開いている別の会議体を選んでください"


class NoSuchClosure(NotFound):
    code = "no_such_closure"
    title_ja = "その閉庁日は登録されていません"


class OverlappingPosts(Conflict):
    """Posts that have to come are called elsewhere at that time; who asks may go on all the same."""

    code = "overlapping_posts"
    title_ja = "出席の必要な人に、同じ時間の会議があります"


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


class InThePast(Invalid):
    code = "in_the_past"
    title_ja = "過ぎた日時は選べません"


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"
    title_ja = "ほかの方が先に変更しました。もう一度ご確認ください"


class MeetingIsOver(Conflict):
    code = "meeting_is_over"
    title_ja = "終わった会議、または取りやめた会議です"
