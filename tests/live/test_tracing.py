"""One command followed through four processes: as a trace, and by its correlation id in their logs."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import pytest_asyncio

from shared.clock import new_id
from shared.contracts.catalogue import SERVICES
from tests.live.collector import Collector, Seen, collecting
from tests.live.stage import until
from tests.proof.prove.house import House

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

NOTE = "ひみつの目印ことば"
TRACED = {"OTEL_BSP_SCHEDULE_DELAY": "100", "YUI_REQUEST_LOG": "true", "YUI_LOG_LEVEL": "INFO"}


class Referred(NamedTuple):
    """A referral from one agency to another, as the four services told of it."""

    spans: list[Seen]
    lines: list[dict[str, Any]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def referred(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Referred]:
    here = tmp_path_factory.mktemp("traced")
    with collecting() as collector:
        house = House(here, told={**TRACED, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url})
        await house.open()
        try:
            await refer(house)
            spans = await whole_trace(collector)
        finally:
            await house.close()
        yield Referred(spans, lines_of(house.log))


async def refer(house: House) -> None:
    """A consultation with words in it, then a referral that another agency gets a mail about."""
    headers = (await house.sign_in("jiritsu"))["jiritsu"]
    taken = {"request_id": new_id(), "agency": "self-reliance", "area": "onomi", "categories": ["income"], "note": NOTE}
    async with httpx.AsyncClient(base_url=house.url("intake"), headers=headers) as client:
        case = (await client.post("/intake/api/consultations", json=taken)).json()["case_ref"]
        asked = {"request_id": new_id(), "from_agency": "self-reliance", "to_agency": "houkatsu"}
        answer = await client.post(f"/intake/api/cases/{case}/referrals", json=asked)
        assert answer.status_code == 201, answer.text


async def whole_trace(collector: Collector) -> list[Seen]:
    """The referral's trace, once it has reached everybody."""

    def found() -> list[Seen]:
        begun = [span for span in collector.spans if span.name == "POST /intake/api/cases/{case_ref}/referrals"]
        return collector.trace(begun[0].trace) if begun else []

    async def is_whole() -> bool:
        spans = found()
        return {span.service for span in spans} == set(SERVICES) and "send mail" in {span.name for span in spans}

    await until(is_whole, 30)
    return found()


def lines_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


async def test_one_trace_from_the_door_to_the_mail_and_beyond(referred: Referred) -> None:
    by_id = {span.id: span for span in referred.spans}
    [door] = [span for span in referred.spans if not span.parent]
    assert door.service == "intake"
    [heard] = [span for span in referred.spans if span.name == "process intake.referral_made.v1"]
    assert (heard.service, by_id[heard.parent]) == ("notify", door)
    [sent] = [span for span in referred.spans if span.name == "send mail"]
    assert (sent.service, by_id[sent.parent]) == ("notify", heard)
    told = {span.service for span in referred.spans if span.name == "process notify.message_sent.v1"}
    assert told == {"meetings", "programs"}


async def test_spans_say_nothing_of_anybody(referred: Referred) -> None:
    said = json.dumps([span._asdict() for span in referred.spans], ensure_ascii=False)
    assert NOTE not in said
    assert "C-20" not in said, "a case's reference"


async def test_logs_follow_the_same_command(referred: Referred) -> None:
    [door] = [line for line in referred.lines if line.get("route", "").endswith("/referrals")]
    followed = [line for line in referred.lines if line.get("correlation_id") == door["correlation_id"]]
    said = [(line["event"], line.get("consumer", line.get("service", "notify"))) for line in followed]
    assert ("request", "intake") in said
    assert ("fact handled", "notify-refer") in said
    assert ("message sent", "notify") in said
    assert {("fact handled", "meetings-note-told"), ("fact handled", "programs-note-told")} <= set(said)
    assert {line["trace_id"] for line in followed if "trace_id" in line} == {referred.spans[0].trace}


async def test_without_an_endpoint_nothing_of_opentelemetry_is_loaded() -> None:
    program = "import sys, services.serve as s; import services.intake.app; print('opentelemetry.sdk' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out.decode().strip() == "False"
