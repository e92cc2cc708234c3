"""Which mails a machine wrote: they are never acted upon and never answered (RFC 3834, section 2)."""

import re
from collections.abc import Mapping, Sequence

Headers = Mapping[str, Sequence[str]]  # names in lower case, each with all its values

BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
OF_MACHINES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-failed-recipients", "list-id", "list-unsubscribe")
MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-].*)?$", re.I)
SUBJECTS = re.compile(
    r"^\s*(自動応答|自動返信|【自動|\[自動|不在|休暇|auto(matic)?[ -]?(reply|response)|auto:|out of (the )?office|"
    r"vacation|undeliver|delivery status|delivery failure|mail delivery|returned mail|failure notice)",
    re.I,
)


def is_automatic(headers: Headers, *, sender: str, subject: str) -> bool:
    """Whether an answering machine, a list or a mail server wrote this: one sign is enough."""
    return (
        any(value.split(";")[0].strip().lower() != "no" for value in headers.get("auto-submitted", ()))
        or any(value.strip().lower() in BULK for value in headers.get("precedence", ()))
        or any(name in headers for name in OF_MACHINES)
        or any(value.strip() == "<>" for value in headers.get("return-path", ()))
        or any(value.lower().lstrip().startswith("multipart/report") for value in headers.get("content-type", ()))
        or bool(MACHINES.match(sender.partition("@")[0]))
        or bool(SUBJECTS.match(subject))
    )
