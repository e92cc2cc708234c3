"""The proof in its short form, inside `make test`, and what the proof itself must get right."""

from pathlib import Path

import pytest
from rich.progress import Progress

from shared.contracts.catalogue import SERVICES
from tests.postgres import why_not
from tests.proof.prove.control import SHORT_FAULTS, control
from tests.proof.prove.places import SHORT as RUSH_SHORT
from tests.proof.prove.places import rush
from tests.proof.prove.run import prove
from tests.proof.prove.schedule import FULL, SERVER, SHORT, FaultKind, Size, instance_names, schedule

SEED = 20260401


@pytest.mark.live
@pytest.mark.timeout(240)
async def test_under_kills_wipes_and_outages_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    proof = await prove(tmp_path, SEED, SHORT)
    assert [(row.id, row.figure, row.target) for row in proof.rows if not row.passed] == [], proof.remarks


@pytest.mark.live
@pytest.mark.postgresql
@pytest.mark.skipif(bool(why_not()), reason=why_not())
@pytest.mark.timeout(300)
async def test_two_instances_of_every_service_have_one_effect(tmp_path: Path) -> None:
    proof = await prove(tmp_path, SEED, SHORT, kind="postgresql", instances=2)
    assert [(row.id, row.figure, row.target) for row in proof.rows if not row.passed] == [], proof.remarks


@pytest.mark.live
@pytest.mark.timeout(240)
async def test_the_proof_can_see_what_the_naive_design_loses(tmp_path: Path) -> None:
    row, remark = await control(tmp_path / "naive", SEED, Progress(disable=True), SHORT_FAULTS)
    assert row.passed, remark


@pytest.mark.live
@pytest.mark.timeout(120)
async def test_places_are_never_sold_twice_and_nobody_is_overtaken(tmp_path: Path) -> None:
    rows = await rush(tmp_path, SEED, RUSH_SHORT)
    assert [(row.id, row.figure, row.target) for row in rows if not row.passed] == []


def test_a_seed_repeats_its_schedule() -> None:
    assert schedule(7, FULL) == schedule(7, FULL)
    assert schedule(7, FULL) != schedule(8, FULL)


@pytest.mark.parametrize(("size", "instances"), [(FULL, 1), (FULL, 2), (SHORT, 1)])
def test_every_process_is_killed_and_every_fault_happens(size: Size, instances: int) -> None:
    faults = schedule(3, size, instances)
    killed = [victim for fault in faults for victim in fault.victims]
    assert set(killed) == {*instance_names(tuple(SERVICES), instances), SERVER}
    assert len(killed) == size.kills + size.wipes * instances
    assert {fault.kind for fault in faults} == set(FaultKind)
