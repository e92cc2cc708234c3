"""What can go wrong in intake, by name."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchCase(NotFound):
    code = "no_such_case"
    title_ja = "その事案は見つかりません"


class NoSuchReferral(NotFound):
    code = "no_such_referral"
    title_ja = "そのつなぎは見つかりません"


class UnknownAgency(Invalid):
    code = "unknown_agency"
    title_ja = "相談機関を選び直してください"


class UnknownArea(Invalid):
    code = "unknown_area"
    title_ja = "地域を選び直してください"


class NotYourAgency(Forbidden):
    code = "not_your_agency"
    title_ja = "ほかの機関の記録は書けません"


class NotYourCase(Forbidden):
    code = "not_your_case"
    title_ja = "この事案に関わる機関の方だけが見られます"


class AlreadyAnswered(Conflict):
    code = "already_answered"
    title_ja = "すでに返事が記録されています"


class CaseClosed(Conflict):
    code = "case_closed"
    title_ja = "終結した事案です"


class BadOrder(Invalid):
    code = "bad_order"
    title_ja = "いまの同意の状態からは変えられません"


class DateHasPassed(Invalid):
    code = "date_has_passed"
    title_ja = "これからの日付を選んでください"
