"""docs/matching.md: how Nankoku's four programs answer, from the very cases the tests hold."""

from pathlib import Path

from services.documents import ROOT
from tests.services.programs.matching_cases import MARGIN_YEARS, TODAY, table

PATH = ROOT / "docs" / "matching.md"
HEAD = f"""# 参加支援の答え / What the programs answer

2026年11月24日に、南国市の4つのプログラムが答えること。わからないことは「いいえ」ではなく「確かめる」になり、「概ね」の年齢は{MARGIN_YEARS}歳までの外れを
「確かめる」にします。学年は4月2日から翌年4月1日生まれで数えます。空欄は「変わらない」です。

On {TODAY.isoformat()}. What is unknown is asked, never refused; ages that are guides (概ね) are asked up to
{MARGIN_YEARS} years outside. Written by `make docs` from `tests/services/programs/matching_cases.py`; a test fails when
a program answers otherwise.

"""


def matching_document() -> tuple[Path, str]:
    """Where the document stands, and its content."""
    return PATH, f"{HEAD}{table()}\n"
