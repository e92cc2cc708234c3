"""印刷: a paper says what its reader's page would, marks every page, and is drawn in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.meetings.actions import printing
from shared.auth import Grant, Role, Who
from shared.paper import CannotPrint, Paper, Paragraph, Press
from shared.paper.press import FONTS
from tests.nakatosa import FRIDAY, Nakatosa

HAS_FONT = pytest.mark.skipif(not any(path.exists() for path in FONTS), reason="no Japanese font: see FONTS")
HOUKATSU = Who(
    account_id="h", login="houkatsu", name="地域包括支援センターの職員", csrf_token="",
    grants=(Grant(role=Role.AGENCY_STAFF, municipality="39401", agency="houkatsu"),),
)  # fmt: skip


def long_paper() -> Paper:
    words = [Paragraph(style="text", text="8050の世帯。母の年金で暮らす。" * 20) for _ in range(30)]
    return Paper(title="コア会議　議事録", mark="取扱注意", foot="見本の控え", paragraphs=words)


@HAS_FONT
async def test_pages_are_a4_and_numbered() -> None:
    drawn = await Press().print(long_paper())
    pages = len(re.findall(rb"/Type /Page\b", drawn))
    assert drawn.startswith(b"%PDF")
    assert pages > 2
    assert set(re.findall(rb"/MediaBox \[([^\]]+)\]", drawn)) == {b"0 0 595.28 841.89"}


async def test_a_machine_that_cannot_draw_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotPrint):
        await Press(tmp_path / "no-such-font.ttf").print(long_paper())


def test_a_town_at_rest_does_not_carry_the_libraries() -> None:
    program = "import sys, services.town; sys.exit(bool({'fpdf', 'PIL', 'icalendar'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603  # our own


def words_of(paper: Paper) -> str:
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


async def test_an_agency_s_paper_holds_its_own_slot_only(town: Nakatosa) -> None:
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    await town.decide("promoter-a", town.core_sitting, item, {"code": "send_to_network"})
    async with town.services["meetings"].state.db.reading() as tx:
        paper = await printing.agenda(tx, town.network_sitting, HOUKATSU, "ja", now=FRIDAY)
    said = words_of(paper)
    assert (paper.mark, town.elderly_case in said, town.hoarding_case in said) == ("取扱注意", True, False)
    assert "重層的支援会議（本人同意が必要） ・ 本人同意あり" in said
    assert "13:30–14:00" in said
    assert "健康福祉課" not in said


@HAS_FONT
@pytest.mark.parametrize(
    ("login", "status"), [("promoter-c", 200), ("houkatsu", 200), ("desk", 403), ("admin", 403), ("prefecture", 403)]
)
async def test_who_may_print(town: Nakatosa, login: str, status: int) -> None:
    somebody = await town.sign_in(login)
    for name in ("agenda", "minutes"):
        answer = await somebody.see(f"/meetings/sittings/{town.network_sitting}/{name}.pdf")
        assert answer.status_code == status
        if status == 200:
            assert (answer.headers["content-type"], answer.content[:4]) == ("application/pdf", b"%PDF")
            assert "no-store" in answer.headers["cache-control"]
