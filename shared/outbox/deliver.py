"""The outbox without a server: tests in memory carry the same rows through `TestNatsBroker`."""

import json

from faststream.nats import NatsBroker

from shared.clock import Clock, utc_now
from shared.db import Database
from shared.outbox.rows import enter_epoch, known_epoch, mark_published, read_unpublished

_EPOCH = "in memory"


async def deliver_outbox(db: Database, broker: NatsBroker, *, clock: Clock = utc_now) -> int:
    """Publish what waits in `db` through `broker`, oldest first; returns how many facts that were.

    Handlers run before this returns; what they emit waits in their own outboxes. A handler's exception is raised here
    and leaves its fact and the later ones unpublished.
    """
    async with db.reading() as session:
        rows = await read_unpublished(session)
    for row in rows:
        stream = row.subject.partition(".")[0].upper()
        await broker.publish(row.body, row.subject, headers=json.loads(row.headers), stream=stream)
        async with db.transaction() as tx:
            if await known_epoch(tx, stream) is None:
                await enter_epoch(tx, stream, _EPOCH)
            epoch = await known_epoch(tx, stream)
            await mark_published(tx, [row.seq], stream, epoch or _EPOCH, clock())
    return len(rows)
