"""Searches for a date."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


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
