"""docs/metrics.md names what a town shows, and a town shows nothing else: no id, no value that was not declared."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from prometheus_client.samples import Sample

from services.measures import Measure, measures, process_measures
from tests.nakatosa import HOUSEHOLD_8050, Nakatosa, nakatosa

SUFFIXES = ("_bucket", "_sum", "_count")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9A-HJKMNP-TV-Z]{26}|\d{4}|C-\d")


class Seen(NamedTuple):
    family: str
    service: str
    sample: Sample


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Nakatosa]:
    """A town in which something of each kind happened since it began."""
    async with nakatosa(tmp_path) as told:
        await told.take("houkatsu", HOUSEHOLD_8050)
        promoter = await told.sign_in("promoter-a")
        feed = (await promoter.send("/meetings/subscribe", {"scope": "post"}, page="/meetings/subscribe")).status_code
        assert feed < 500
        for page in ("/intake/", "/meetings/", "/programs?town=39204", "/programs/feeds/cafe-de-pomme.ics", "/notify/"):
            assert (await promoter.see(page)).status_code < 500
        for app in told.services.values():
            await app.state.link.work.take()
            await app.state.link.take_figures()
        yield told


def seen_in(town: Nakatosa) -> Iterator[Seen]:
    for service, app in town.services.items():
        for family in app.state.metrics.registry.collect():
            name = f"{family.name}_total" if family.type == "counter" else family.name
            yield from (Seen(name, service, sample) for sample in family.samples)


def test_what_a_town_shows_is_in_the_document(town: Nakatosa) -> None:
    known = measures(town.services)
    text = (Path(__file__).parents[2] / "docs/metrics.md").read_text("utf-8")
    seen = list(seen_in(town))
    assert len({each.family for each in seen}) > 20
    assert {each.family for each in seen} - known.keys() == set()
    assert [name for name in known if f"| `{name}` |" not in text] == []
    named = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert sorted(named) == sorted([*known, *process_measures()]), "the document names what nobody shows"


def test_labels_hold_declared_values_alone(town: Nakatosa) -> None:
    known = measures(town.services)
    assert [each for each in seen_in(town) if not declares(known[each.family], each.sample)] == []


def test_no_label_looks_like_an_id(town: Nakatosa) -> None:
    values = {
        (each.family, label, value)
        for each in seen_in(town)
        for label, value in each.sample.labels.items()
        if label not in ("municipality", "le")
    }
    assert len(values) > 50
    assert [found for found in values if ID.search(found[2])] == []
    assert ID.search("01933d5c-7a4e-7000-8000-000000000000")


def declares(measure: Measure, sample: Sample) -> bool:
    labels = {name: value for name, value in sample.labels.items() if name != "le"}
    return labels.keys() == measure.labels.keys() and all(
        value in measure.labels[name] for name, value in labels.items()
    )
