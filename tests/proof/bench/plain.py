"""The door one writes first: FastAPI, an ORM session and a commit for each request. `python -m … PORT DATABASE`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


class PlainReferral(SQLModel, table=True):
    """A referral, stored and nothing else."""

    id: int | None = Field(default=None, primary_key=True)
    from_agency: str
    to_agency: str


class Form(SQLModel):
    """What is sent."""

    from_agency: str
    to_agency: str


def create_app(database: str) -> FastAPI:
    """One door, one table, every commit fsynced."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}")

    @event.listens_for(engine.sync_engine, "connect")
    def durable(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")

    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def session() -> AsyncIterator[AsyncSession]:
        async with sessions() as opened:
            yield opened

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)
        yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/referrals", status_code=201)
    async def refer(form: Form, tx: Annotated[AsyncSession, Depends(session)]) -> dict[str, int | None]:
        row = PlainReferral(from_agency=form.from_agency, to_agency=form.to_agency)
        tx.add(row)
        await tx.commit()
        return {"id": row.id}

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[2]), port=int(sys.argv[1]), loop="uvloop", http="httptools", log_level="error")
