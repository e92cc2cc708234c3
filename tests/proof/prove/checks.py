"""What must be true afterwards, read from the services' own rows: nothing lost, nothing twice.

Each check counts what should exist and what does. Neither inboxes nor unique keys are taken for granted: the effects
are counted from the rows that people see.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.catalogue import SERVICES
from tests.proof.prove.bus import durables
from tests.proof.prove.clerks import Journal
from tests.proof.prove.house import House

Things = Counter[Any]


@dataclass(frozen=True)
class Check:
    """`should` and `does` exist, as counted things."""

    name: str
    should: Things
    does: Things

    @property
    def lost(self) -> int:
        return (self.should - self.does).total()

    @property
    def doubled(self) -> int:
        return (self.does - self.should).total()


class Records:
    """The services' rows and what clerks were promised."""

    def __init__(self, house: House, journal: Journal) -> None:
        self.house = house
        self.journal = journal

    def rows(self, service: str, statement: str, *values: object) -> Things:
        """Rows as counted things; a row of one column counts as its value."""
        rows = self.house.read(service, statement, *values)
        return Counter(row[0] if len(row) == 1 else row for row in rows)

    def facts(self, service: str, name: str, key: Callable[[dict[str, Any]], Any]) -> Things:
        """What `service` told under `name`, counted by `key` of the body (with `about` for the aggregate)."""
        statement = "SELECT headers, body FROM outbox WHERE subject LIKE ?"
        rows = self.house.read(service, statement, f"{service}.{name}.v1.%")
        bodies = ((json.loads(str(headers)), json.loads(bytes(body))) for headers, body in rows)  # type: ignore[call-overload]
        return Counter(key({**body, "aggregate": headers["ce-subject"]}) for headers, body in bodies)


def deliveries(records: Records) -> Iterator[Check]:
    """Every fact a service told has been handled once by each durable that listens to it."""
    for each in durables():
        service, subject = each.stream.lower(), each.filter_subject.removesuffix("*") + "%"
        told = records.rows(service, "SELECT event_id FROM outbox WHERE subject LIKE ?", subject)
        listener = each.durable.split("-", 1)[0]
        heard = records.rows(listener, "SELECT event_id FROM inbox WHERE consumer = ?", each.durable)
        yield Check(f"deliveries to {each.durable}", told, heard)


def commands(records: Records) -> Iterator[Check]:
    """Every accepted command happened once, however often it was sent, and was told once."""
    journal, town = records.journal, records
    taken = Counter(journal.consultations)
    yield Check("consultations", taken, town.rows("intake", "SELECT id FROM consultations"))
    told = town.facts("intake", "consultation_recorded", lambda fact: fact["consultation_id"])
    yield Check("consultations told", taken, told)
    referrals = Counter(journal.referrals)
    yield Check("referrals", referrals, town.rows("intake", "SELECT id FROM referrals"))
    told = town.facts("intake", "referral_made", lambda fact: fact["referral_id"])
    yield Check("referrals told", referrals, told)
    withdrawn = Counter(journal.withdrawn)
    steps = town.rows("intake", "SELECT case_ref FROM consent_steps WHERE consent = 'withdrawn'")
    yield Check("withdrawals", withdrawn, steps)
    ours = "WHERE id LIKE 'p%-%' AND status = 'cancelled'"
    yield Check("sittings", Counter(journal.sittings), town.rows("meetings", f"SELECT id FROM meetings {ours}"))  # noqa: S608
    for fact in ("meeting_moved", "meeting_cancelled"):
        told = town.facts("meetings", fact, lambda fact: fact["aggregate"])
        yield Check(f"{fact} told", Counter(journal.sittings), told)


def effects(records: Records) -> Iterator[Check]:
    """What the listeners made of the facts."""
    town, journal = records, records.journal
    lines = town.rows("meetings", "SELECT case_ref FROM agenda_items WHERE kind = 'candidate'")
    yield Check("candidate lines", Counter(journal.proposed), lines)
    open_lines = town.rows("meetings", "SELECT case_ref FROM agenda_items WHERE status = 'open'")
    yield Check("lines still open", Counter(journal.proposed) - Counter(journal.withdrawn), open_lines)
    items = town.rows("meetings", "SELECT id FROM agenda_items")
    yield Check("lines told", items, town.facts("meetings", "agenda_item_added", lambda fact: fact["item_id"]))
    state = town.rows("meetings", "SELECT id, case_ref, status <> 'open' FROM agenda_items")
    yield Check(
        "lines on the board", state, town.rows("intake", "SELECT item_id, case_ref, is_closed FROM agenda_lines")
    )
    consents = town.rows("notify", "SELECT case_ref FROM case_consents WHERE consent = 'withdrawn'")
    yield Check("consents heard of", Counter(journal.withdrawn), consents)
    yield from _messages(records)


def _messages(records: Records) -> Iterator[Check]:
    town = records
    should = (
        town.facts("intake", "referral_made", lambda f: ("referral", f["referral_id"], 0, f["to_agency"]))
        + town.facts("meetings", "participant_called", lambda f: _call("invitation", f))
        + town.facts("meetings", "participant_released", lambda f: _call("release", f))
        + town.facts("meetings", "empty_agenda_noticed", lambda f: _asked(f))
    )
    written = town.rows("notify", "SELECT kind, about, sequence, recipient FROM messages")
    yield Check("messages", should, written)
    sent = town.rows("notify", "SELECT id FROM messages WHERE status = 'sent'")
    yield Check("sent messages told", sent, town.facts("notify", "message_sent", lambda fact: fact["aggregate"]))
    # Notify may still be handing mails over: each was noted as being sent before its file came, and as sent after it.
    # One whose hand-over a kill cut off may have left all the same, and is not sent again once its reason is gone.
    mails = Counter(path.stem for path in (town.house.place.data_dir / "mails").glob("*.eml"))
    underway = (
        town.rows("notify", "SELECT id FROM messages WHERE status IN ('sending', 'sent') OR may_have_left") - sent
    )
    yield Check("mails", sent, mails - underway)


def _call(kind: str, fact: dict[str, Any]) -> tuple[str, str, int, str]:
    return kind, fact["invitation_id"], fact["sequence"], fact["invitee"]


def _asked(fact: dict[str, Any]) -> tuple[str, str, int, str]:
    return "empty_agenda", f"empty-{fact['aggregate']}", 0, fact["chair"]


def totals(checks: Iterable[Check]) -> tuple[int, int, list[str]]:
    """How much was lost and doubled in all, and where."""
    found = [check for check in checks if check.lost or check.doubled]
    words = [f"{check.name}: {check.lost} lost, {check.doubled} too many" for check in found]
    return sum(check.lost for check in found), sum(check.doubled for check in found), words


def facts_told(house: House) -> int:
    """About how many facts are in all outboxes: on PostgreSQL a rolled back one leaves a gap in their numbers."""
    counts = (house.read(name, "SELECT coalesce(max(seq), 0) FROM outbox") for name in SERVICES)
    return sum(int(str(rows[0][0])) for rows in counts)


def count(house: House, statement: str) -> int:
    """The same count over all services' databases."""
    return sum(int(str(house.read(name, statement)[0][0])) for name in SERVICES)
