"""What can go wrong in notify, by name."""

from shared.errors import NotFound


class NoSuchMail(NotFound):
    code = "no_such_mail"
    title_ja = "そのメールは見つかりません"
