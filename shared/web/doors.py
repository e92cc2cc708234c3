"""What a route asks for: a transaction, a reading session, the moment, the key file.

`Tx` here is for routes; `shared.bus.Tx` is for message handlers. They must not be swapped; a test watches.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from shared.db import Session
from shared.sealed import KeyFile


async def _transaction(request: Request) -> AsyncIterator[Session]:
    async with request.app.state.db.transaction() as tx:
        yield tx


async def _reading(request: Request) -> AsyncIterator[Session]:
    async with request.app.state.db.reading() as tx:
        yield tx


async def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


async def _keys(request: Request) -> KeyFile:
    keys: KeyFile = request.app.state.keys
    return keys


# scope="function": the commit happens before the answer leaves, so a failed commit is never answered 200
Tx = Annotated[Session, Depends(_transaction, scope="function")]
Read = Annotated[Session, Depends(_reading, scope="function")]
Now = Annotated[datetime, Depends(_now)]
Keys = Annotated[KeyFile, Depends(_keys)]
