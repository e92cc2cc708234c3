"""Who comes, who chairs, and whether they are enough to decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.meetings.rules.calling import BodyRules


class Presence(StrEnum):
    """出席・欠席・代理: as people reply, and as it was."""

    PRESENT = "present"
    ABSENT = "absent"
    SUBSTITUTE = "substitute"


def members(body: BodyRules) -> tuple[str, ...]:
    """The posts that always come, the leader first."""
    return tuple(dict.fromkeys(post for post in (body.leader, *body.required) if post))


def chairs(body: BodyRules, absent: Collection[str] = ()) -> str | None:
    """Who leads: the leader, else the deputy; None when neither comes."""
    return next((post for post in (body.leader, body.deputy) if post and post not in absent), None)


def absence_is_told_to(body: BodyRules, post: str) -> str | None:
    """Which post hears that `post` can't come: the leader, of the leader's own absence the deputy.

    None where nobody has to: the post is called by the agenda only, or there is nobody else.
    """
    if post not in members(body):
        return None
    return chairs(body, {post})


def lacking(quorum: int | None, there: int) -> int:
    """How many members are missing to decide (定足数); 0 where they are enough or the body has set none."""
    return max(0, (quorum or 0) - there)


@dataclass(frozen=True)
class Seat:
    """Somebody called to a sitting, and whether they come (came); None while nothing was said."""

    post: str | None
    presence: Presence | None


@dataclass(frozen=True)
class Assembly:
    """Who is there to decide: `there` of the body's members, how many more it takes, who leads."""

    there: int
    members: int
    lacking: int
    chair: str | None


def assembly(body: BodyRules, quorum: int | None, seats: Iterable[Seat]) -> Assembly:
    """Count the members who come and find who chairs.

    A substitute counts for the quorum, but doesn't take the chair: the deputy does (assumed; the slides leave it open).
    """
    said = {seat.post: seat.presence for seat in seats if seat.post}
    there = sum(said.get(post) in (Presence.PRESENT, Presence.SUBSTITUTE) for post in members(body))
    away = {post for post, presence in said.items() if presence in (Presence.ABSENT, Presence.SUBSTITUTE)}
    return Assembly(there, len(members(body)), lacking(quorum, there), chairs(body, away))
