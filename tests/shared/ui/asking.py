"""A reader's requests to a small app, without a network."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI


@asynccontextmanager
async def reader_of(app: FastAPI, **cookies: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client with its own cookies that does not follow redirects."""
    door = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=door, base_url="http://yui.test", cookies=cookies) as client:
        yield client
