"""Generated documents say what the code says; `make docs` writes them anew."""

from pathlib import Path

from services.documents import documents, facts_table
from shared.contracts.catalogue import all_events
from tests.documents.matching import matching_document
from tests.flows.stage import town_in


def test_no_document_drifts(tmp_path: Path) -> None:
    made = dict(documents(town_in(tmp_path).services))
    assert len(made) == 12
    stale = [path.name for path, content in made.items() if not path.exists() or path.read_text("utf-8") != content]
    assert stale == [], "run `make docs`"


def test_the_table_names_every_fact() -> None:
    table = facts_table()
    assert [event.subject for event in all_events() if f"`{event.subject}`" not in table] == []
    assert "| intake | `intake.case_proposed.v1` Screening (抽出) proposes a case to the core meeting" in table


def test_the_table_of_matching_does_not_drift() -> None:
    path, content = matching_document()
    assert path.read_text("utf-8") == content, "run `make docs`"
