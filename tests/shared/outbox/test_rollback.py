"""What was undone is not told."""

from shared.contracts.intake import ReferralAnswered
from shared.db import Database, undo
from shared.db.plumbing import plumbing
from shared.outbox import attach, depth, emit


def fact() -> ReferralAnswered:
    return ReferralAnswered(municipality="39401", aggregate_id="C-2026-0001", referral_id="r", accepted=True)


async def test_a_door_that_rolls_back_and_answers_leaves_no_fact_behind(database_url: str) -> None:
    db = Database(database_url)
    async with db.schema_connection() as connection:
        await connection.run_sync(plumbing.create_all)
    attach(db, lambda: None)
    async with db.transaction() as tx:
        emit(tx, fact())
        await undo(tx)
    async with db.reading() as session:
        assert (await depth(session)).waiting == 0
    async with db.transaction() as tx:
        emit(tx, fact())
        await undo(tx)
        emit(tx, fact())
    async with db.reading() as session:
        assert (await depth(session)).waiting == 1
    await db.close()
