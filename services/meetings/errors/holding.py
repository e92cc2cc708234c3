"""Replies, attendance, minutes and decisions in writing."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchInvitation(NotFound):
    code = "no_such_invitation"
    title_ja = "そのご案内は見つかりません"


class NotYourInvitation(Forbidden):
    code = "not_your_invitation"
    title_ja = "ご案内を受けた方だけがお返事できます"


class ReplyIsVoid(NotFound):
    """The sitting is over or called off, or the invitee need not come any more."""

    status = 410
    code = "reply_is_void"
    title_ja = "この会議へのお返事は、もう要りません"


class AttendanceNotOpen(Conflict):
    code = "attendance_not_open"
    title_ja = "この会議の出欠は、もう記録できません"


class UnknownInvitee(Invalid):
    code = "unknown_invitee"
    title_ja = "この会議に呼ばれていない方が入っています"


class MinutesNotOpen(Conflict):
    code = "minutes_not_open"
    title_ja = "議事録は、会議を始めてから書けます"


class MinutesLocked(Conflict):
    code = "minutes_locked"
    title_ja = "承認された議事録は書き換えられません。追記を使ってください"


class MinutesNotApproved(Conflict):
    code = "minutes_not_approved"
    title_ja = "承認の前は、本文を直してください"


class MeetingNotOver(Conflict):
    code = "meeting_not_over"
    title_ja = "議事録の承認は、会議を終えてから行えます"


class NoSuchPart(NotFound):
    code = "no_such_part"
    title_ja = "議事録のその部分は見つかりません"


class UnknownOwner(Invalid):
    code = "unknown_owner"
    title_ja = "だれがいつまでにするかを、選び直してください"


class AlreadyAsked(Conflict):
    code = "already_asked"
    title_ja = "この議題は、いま持ち回りで聞いています"


class DeadlineTooLate(Invalid):
    code = "deadline_too_late"
    title_ja = "きょうから、会議の前の日までの期限を選んでください"


class NoSuchResolution(NotFound):
    code = "no_such_resolution"
    title_ja = "その持ち回りは見つかりません"


class NotAMember(Forbidden):
    code = "not_a_member"
    title_ja = "この会議体の構成員だけがお返事できます"
