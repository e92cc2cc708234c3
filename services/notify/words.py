"""What notify's codes are called in a mail and on a page, Japanese first."""

from services.notify.rules import Kind, Reason, Status
from shared.contracts.words import CallReason, Capacity, TaskKind

Words = tuple[str, str]

KINDS: dict[Kind, Words] = {
    Kind.INVITATION: ("会議のご案内", "Invitation"),
    Kind.RELEASE: ("出席不要のお知らせ", "No need to come"),
    Kind.INVITATION_HELD: ("案内の保留", "Invitation waiting"),
    Kind.TASK: ("支援の担当", "Task"),
    Kind.REFERRAL: ("つなぎの依頼", "Referral"),
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
REASONS: dict[Reason, Words] = {
    Reason.CONSENT_WITHDRAWN: ("同意が取り下げられたため", "Consent was withdrawn"),
    Reason.MEETING_CANCELLED: ("会議が中止になったため", "The meeting was cancelled"),
    Reason.SUPERSEDED: ("新しい知らせに替わったため", "A newer message took its place"),
    Reason.NEVER_INVITED: ("案内がまだ届いていなかったため", "The invitation had not gone out"),
    Reason.ROUTINE: ("いつもの会議なので、カレンダーでお知らせしています", "A regular meeting, shown in the calendar"),
    Reason.TOO_LATE: ("会議が終わったため", "The meeting is over"),
    Reason.NO_ADDRESS: ("宛先が登録されていません", "No address is known"),
    Reason.REFUSED: ("相手のメールサーバーが受け取りませんでした", "The mail server refused it"),
    Reason.NO_ANSWER: ("メールサーバーにつながりませんでした", "The mail server did not answer"),
}
CALL_REASONS: dict[CallReason, Words] = {
    CallReason.REQUIRED: ("この会議の構成員である", "you are a member of this meeting"),
    CallReason.HEALTH_ITEM: ("健康の議題がある", "there is a health item"),
    CallReason.ELDERLY_ITEM: ("高齢の議題がある", "there is an item on older people"),
    CallReason.GENERAL_ITEM: ("ご担当に関わる議題がある", "there is an item in your field"),
    CallReason.CASE_AGENCY: ("関わっていただいている事案の議題がある", "your agency is involved in an item"),
}
CAPACITIES: dict[Capacity, Words] = {
    Capacity.CHAIR: ("進行役として", "as chair"),
    Capacity.PROMOTER: ("包括化推進員として", "as promoter"),
    Capacity.HEALTH_NURSE: ("保健師の立場で", "as public-health nurse"),
    Capacity.COMMUNITY_SUPPORT_CENTRE: ("地域包括支援センターの立場で", "for the community support centre"),
    Capacity.ADMINISTRATION: ("行政の立場で", "for the town office"),
    Capacity.AGENCY: ("関係機関として", "as an agency involved"),
}
TASKS: dict[TaskKind, Words] = {
    TaskKind.VISIT: ("訪問", "visit"),
    TaskKind.MEDICAL: ("受診の支援", "medical care"),
    TaskKind.CARE_SERVICE: ("介護サービスの調整", "care services"),
    TaskKind.BENEFIT: ("給付・手当の申請", "benefits"),
    TaskKind.HOUSEHOLD_BUDGET: ("家計の立て直し", "household budget"),
    TaskKind.EMPLOYMENT: ("就労の支援", "employment"),
    TaskKind.HOUSING: ("住まいの支援", "housing"),
    TaskKind.CLEARING: ("片づけの支援", "clearing up"),
    TaskKind.GUARDIANSHIP: ("成年後見・権利擁護", "guardianship"),
    TaskKind.PARTICIPATION: ("居場所・参加の支援", "participation"),
    TaskKind.WATCH_OVER: ("見守り", "watching over"),
}
