"""What can go wrong, in three families; everything else is worth a retry.

A door turns a family into an HTTP status (RFC 9457 problem+json); the bus turns all three into a dead letter at once,
since trying again cannot help. No message ever repeats what the person typed.
"""

from typing import ClassVar


class DomainError(Exception):
    """Something the caller must change; never a passing fault."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "invalid"
    title_ja: str = "受け付けられませんでした"

    def __init__(self, message: str = "", *, field: str | None = None, title_ja: str = "") -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.field = field
        if title_ja:  # where the family's own sentence can't say enough
            self.title_ja = title_ja


class NotFound(DomainError):
    """What was asked for does not exist, or not for this person."""

    status = 404
    code = "not_found"
    title_ja = "見つかりませんでした"


class Conflict(DomainError):
    """The thing has moved on since the caller last looked."""

    status = 409
    code = "conflict"
    title_ja = "ほかの変更とぶつかりました"


class Invalid(DomainError):
    """A value breaks a rule; `field` names it."""

    status = 422
    code = "invalid"
    title_ja = "入力を見直してください"


class Forbidden(DomainError):
    """Known, but not allowed to do this."""

    status = 403
    code = "forbidden"
    title_ja = "この操作の権限がありません"


class Unauthenticated(DomainError):
    """Nobody is signed in."""

    status = 401
    code = "unauthenticated"
    title_ja = "ログインしてください"
