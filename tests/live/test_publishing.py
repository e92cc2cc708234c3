"""Publishing when the answer is lost or refused: the stream has each fact once all the same."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError

from shared.outbox.publish import Publisher, Refused
from shared.outbox.rows import Row
from tests.live.stage import STREAM, Stage, ThingHappened

pytestmark = pytest.mark.live


class LosesFirstAnswer(Client):
    """A real client to which the answer of its first fact is lost on the way back."""

    lost = 0

    async def request(self, subject: str, *args: Any, **kwargs: Any) -> Msg:
        answer = await super().request(subject, *args, **kwargs)
        if not subject.startswith("$JS") and not self.lost:
            self.lost += 1
            raise NatsTimeoutError
        return answer


def rows(count: int) -> list[Row]:
    events = [ThingHappened(municipality="39401", aggregate_id="C-1", number=n) for n in range(count)]
    return [Row(n, e.wire_subject(), json.dumps(e.headers()), e.payload()) for n, e in enumerate(events)]


async def stored(client: Client) -> tuple[int, Mapping[str, str]]:
    js = client.jetstream()
    state = (await js.stream_info(STREAM)).state
    first = await js.get_msg(STREAM, state.first_seq or 1)
    return state.messages, first.headers or {}


async def test_a_batch_whose_answer_was_lost_is_stored_once(stage: Stage) -> None:
    await stage.topology()
    client = LosesFirstAnswer()
    await client.connect(stage.url)
    await Publisher(client, STREAM).publish(rows(300))
    assert client.lost == 1
    assert (await stored(client))[0] == 300
    await client.close()


async def test_a_batch_that_holds_a_stored_fact_is_completed(stage: Stage) -> None:
    await stage.topology()
    client = await stage.client()
    publisher, batch = Publisher(client, STREAM), rows(50)
    await publisher.publish(batch[10:11])
    await publisher.publish(batch)
    await publisher.publish(batch)
    messages, headers = await stored(client)
    assert messages == 50
    assert headers["ce-type"] == ThingHappened.subject
    assert "Nats-Batch-Id" not in headers  # the first one stored was a batch of one
    await client.close()


async def test_the_largest_batch_is_stored_whole(stage: Stage) -> None:
    await stage.topology()
    client = await stage.client()
    await Publisher(client, STREAM).publish(rows(1000))
    assert (await stored(client))[0] == 1000
    await client.close()


async def test_a_fact_meant_for_another_stream_is_refused(stage: Stage) -> None:
    await stage.topology()
    client = await stage.client()
    for count in (1, 3):
        with pytest.raises(Refused):
            await Publisher(client, "MEETINGS").publish(rows(count))
    assert (await client.jetstream().stream_info(STREAM)).state.messages == 0
    await client.close()
