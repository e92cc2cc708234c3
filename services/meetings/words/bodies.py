"""会議体 in words: who makes it up, what it may speak of."""

from collections.abc import Iterable

from services.meetings.models import Body
from services.meetings.words.agenda import KINDS, Names
from shared.contracts.words import ItemKind, LegalBasis
from shared.ui.dates import Lang
from shared.ui.words import Words, listed, said

LANES: dict[LegalBasis, Words] = {
    LegalBasis.SWA_106_6: ("支援会議（106条の6）の事案", "Cases under article 106-6"),
    LegalBasis.MANUAL: ("同意のある事案（重層的支援会議）", "Cases with consent"),
    LegalBasis.NONE: ("人を特定しない話", "Nothing about a person"),
}


def membership(body: Body, names: Names, lang: Lang) -> list[tuple[str, str]]:
    """A body's make-up as rows of (what, who); parts that are not set are left out."""
    rows: list[tuple[Words, str]] = [
        (("リーダー", "Leader"), _posts([body.leader], names)),
        (("サブリーダー", "Deputy"), _posts([body.deputy], names)),
        (("いつも出る人", "Always come"), _posts(body.required, names)),
        (("議題によって呼ぶ人", "Called by the agenda"), _posts(body.by_agenda, names)),
        (("定足数", "Quorum"), said((f"{body.quorum}人", str(body.quorum)), lang) if body.quorum else ""),
        (("話せること", "May speak of"), listed((LANES[LegalBasis(each)] for each in body.lanes), lang)),
        (("ここへ来る議題", "Lines that come here"), listed((KINDS[ItemKind(each)] for each in body.takes), lang)),
    ]
    return [(said(what, lang), who) for what, who in rows if who]


def _posts(posts: Iterable[str | None], names: Names) -> str:
    return "、".join(names.posts.get(post, post) for post in posts if post)
