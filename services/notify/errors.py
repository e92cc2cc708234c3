"""What can go wrong in notify, by name."""

from shared.errors import Conflict, NotFound


class NoSuchMail(NotFound):
    code = "no_such_mail"
    title_ja = "そのメールは見つかりません"


class TicketUnknown(Conflict):
    code = "ticket_unknown"
    title_ja = "少し待ってから、もう一度お試しください"
