"""What can go wrong in meetings, by name."""

from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


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


class UnknownRoom(Invalid):
    code = "unknown_room"
    title_ja = "部屋を選び直してください"


class RoomTaken(Conflict):
    code = "room_taken"
    title_ja = "その時間は、ほかの会議がその部屋を使います"


class RoomClosed(Conflict):
    code = "room_closed"
    title_ja = "その時間は、その部屋が開いていません"


class RoomTooSmall(Conflict):
    code = "room_too_small"
    title_ja = "呼ばれている人数が、その部屋に入りきりません"


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


class NoSuchPoll(NotFound):
    code = "no_such_poll"
    title_ja = "その日程調整は見つかりません"


class NoSuchAsking(NotFound):
    code = "no_such_asking"
    title_ja = "その日程調整のお願いは見つかりません"


class NotYourAsking(Forbidden):
    code = "not_your_asking"
    title_ja = "お願いを受けた方だけがお返事できます"


class AskingIsOver(NotFound):
    """The link is void, the deadline has passed, or the poll is over."""

    status = 410
    code = "asking_is_over"
    title_ja = "この日程調整のお返事は、もう受け付けていません"


class PollIsOver(Conflict):
    code = "poll_is_over"
    title_ja = "この日程調整は、もう終わっています"


class AlreadyReminded(Conflict):
    code = "already_reminded"
    title_ja = "きょうはもう、お返事のお願いを送っています"


class DateTooFar(Invalid):
    code = "date_too_far"
    title_ja = "13か月先までの日にちを選んでください"


class DateTwice(Invalid):
    code = "date_twice"
    title_ja = "同じ日時が二つあります"


class DeadlineAfterDates(Invalid):
    code = "deadline_after_dates"
    title_ja = "きょうから、最初の候補日の前の日までの期限を選んでください"


class UnknownDate(Invalid):
    code = "unknown_date"
    title_ja = "候補の日を選び直してください"


class CalendarMissing(Invalid):
    code = "calendar_missing"
    title_ja = "カレンダーのファイル（.ics）を選んでください"


class CalendarTooLarge(Invalid):
    code = "calendar_too_large"
    title_ja = "ファイルが大きすぎます（256 KB、500件まで）。これからの予定だけを書き出してください"


class NotACalendar(Invalid):
    code = "not_a_calendar"
    title_ja = "カレンダーのファイル（.ics）として読めませんでした"


class UnknownZone(Invalid):
    code = "unknown_zone"
    title_ja = "知らない時間帯（タイムゾーン）の予定が入っています"


class UnreadableRule(Invalid):
    code = "unreadable_rule"
    title_ja = "読めない繰り返しの予定が入っています（毎日・毎週・毎月・毎年の繰り返しを読みます）"


class CalendarTooIntricate(Invalid):
    code = "calendar_too_intricate"
    title_ja = "繰り返しの予定が込み入っていて、2秒では読みきれませんでした"


class CannotReadCalendars(DomainError):
    """The process that reads them could not be started."""

    status = 503
    code = "cannot_read_calendars"
    title_ja = "いまはカレンダーを読めません。少し待ってからお試しください"
