"""What can go wrong with a session."""

from shared.errors import Conflict, Invalid, NotFound


class NoSuchSession(NotFound):
    code = "no_such_session"
    title_ja = "その開催は見つかりません"


class SessionIsOver(Conflict):
    code = "session_is_over"
    title_ja = "終わった開催は変えられません"


class SessionIsOff(Conflict):
    code = "session_is_off"
    title_ja = "中止になっています。先に中止を取り消してください"


class DayIsTaken(Conflict):
    code = "day_is_taken"
    title_ja = "その日のその時間には、もう開催があります"


class TimeTwice(Conflict):
    code = "time_twice"
    title_ja = "その曜日のその時間は、もう毎週の時間にあります"


class BadHours(Invalid):
    code = "bad_hours"
    title_ja = "終わりの時間を、始まりより後にしてください"


class DateHasPassed(Invalid):
    code = "date_has_passed"
    title_ja = "これからの日付を選んでください"


class NoSuchChange(NotFound):
    code = "no_such_change"
    title_ja = "元に戻すものが見つかりません"


class TooLateToUndo(Conflict):
    code = "too_late_to_undo"
    title_ja = "10分を過ぎたので、元に戻せません"


class ChangedSince(Conflict):
    code = "changed_since"
    title_ja = "そのあとに変わっているので、元に戻せません。いまの予定を見て直してください"


class SeasonEndsBeforeItBegins(Invalid):
    code = "season_ends_before_it_begins"
    title_ja = "終わりの日を、始まりの日より後にしてください"


class TooManyDays(Invalid):
    code = "too_many_days"
    title_ja = "2週間までにしてください"


class NoSuchProposal(NotFound):
    code = "no_such_proposal"
    title_ja = "その提案は見つかりません"


class NoSuchWarning(NotFound):
    code = "no_such_warning"
    title_ja = "その警報は見つかりません"
