"""Feeds, and calendars handed in."""

from shared.errors import Conflict, DomainError, Invalid, NotFound


class NoSuchFeed(NotFound):
    code = "no_such_feed"
    title_ja = "その購読は見つかりません"


class AlreadyReplaced(Conflict):
    code = "already_replaced"
    title_ja = "この購読は終わったか、もう新しくなっています"


class TooManyFeeds(Conflict):
    code = "too_many_feeds"
    title_ja = "購読がたくさんあります。使っていないものを終わらせてください"


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
