"""What notify's codes are called in a mail and on a page, Japanese first."""

from services.notify.rules import Kind, Reason, Status
from shared.ui.words import Words

KINDS: dict[Kind, Words] = {
    Kind.INVITATION: ("会議のご案内", "Invitation"),
    Kind.RELEASE: ("出席不要のお知らせ", "No need to come"),
    Kind.INVITATION_HELD: ("案内の保留", "Invitation waiting"),
    Kind.EMPTY_AGENDA: ("議題のない会議", "Empty agenda"),
    Kind.TASK: ("支援の担当", "Task"),
    Kind.REFERRAL: ("つなぎの依頼", "Referral"),
    Kind.RESOLUTION_ASKED: ("持ち回りのお願い", "Decision in writing"),
    Kind.ATTENDANCE_DECLINED: ("欠席の連絡", "Absence"),
    Kind.ATTENDANCE_RESTORED: ("欠席の取り消し", "Absence taken back"),
    Kind.POLL_ASKED: ("日程調整のお願い", "Which dates suit you"),
    Kind.POLL_REMINDER: ("日程調整の再度のお願い", "Reminder about dates"),
    Kind.ORGANISER_REMINDED: ("きょうの開催のお知らせ", "On today"),
    Kind.REPLY_ANSWERED: ("返信へのお答え", "Answer to a reply"),
    Kind.SESSIONS_OFF: ("中止のお知らせ", "Called off"),
    Kind.SESSIONS_BACK: ("再開のお知らせ", "On again"),
    Kind.PLACE_OFFERED: ("席があいたお知らせ", "A place is free"),
    Kind.PLACE_CONFIRMED: ("席が決まったお知らせ", "A place is theirs"),
}
STATUSES: dict[Status, Words] = {
    Status.DUE: ("これから送ります", "Waiting to be sent"),
    Status.SENDING: ("送っています", "Being sent"),
    Status.SENT: ("送りました", "Sent"),
    Status.CANCELLED: ("送りませんでした", "Not sent"),
    Status.FAILED: ("届きませんでした。電話でお伝えください", "Could not be delivered; please telephone"),
}
BADGES: dict[Status, str] = {
    Status.DUE: "plain", Status.SENDING: "plain", Status.SENT: "done", Status.CANCELLED: "off", Status.FAILED: "needs",
}  # fmt: skip
MAY_HAVE_LEFT: Words = (
    "送る途中で止まったため、すでに届いているかもしれません",
    "Sending was cut off: it may have arrived all the same",
)
REASONS: dict[Reason, Words] = {
    Reason.CONSENT_WITHDRAWN: ("同意が取り下げられたため", "Consent was withdrawn"),
    Reason.MEETING_CANCELLED: ("会議が中止になったため", "The meeting was cancelled"),
    Reason.SUPERSEDED: ("新しい知らせに替わったため", "A newer message took its place"),
    Reason.NEVER_INVITED: ("もとの知らせがまだ出ていなかったため", "What it takes back had not gone out"),
    Reason.ROUTINE: ("いつもの会議なので、カレンダーでお知らせしています", "A regular meeting, shown in the calendar"),
    Reason.ANSWERED: ("もうお返事があったため", "They had answered already"),
    Reason.REVOKED: ("お願いが取り消されたため", "They are not asked any more"),
    Reason.POLL_CLOSED: ("日程調整が終わったため", "The search for a date was over"),
    Reason.TOO_LATE: ("会議や期限が過ぎたため", "The meeting or the deadline has passed"),
    Reason.NO_ADDRESS: ("宛先が登録されていません", "No address is known"),
    Reason.REFUSED: ("相手のメールサーバーが受け取りませんでした", "The mail server refused it"),
    Reason.NO_ANSWER: ("メールサーバーにつながりませんでした", "The mail server did not answer"),
}
