"""What each program did in each state, as a table for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

STATES = ("stands", "moved", "cancelled", "dropped", "unchanged", "away", "ended")


@dataclass
class Table:
    """A cell says what the program's requests were answered and whether it showed what it should."""

    cells: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, client: str, state: str, answers: Sequence[int], *, is_right: bool) -> None:
        answered = "+".join(dict.fromkeys(str(each) for each in answers))
        self.cells[client, state] = f"{answered} {'ok' if is_right else 'WRONG'}"

    def __str__(self) -> str:
        clients = list(dict.fromkeys(client for client, _state in self.cells))
        lines = [("", *STATES), *((name, *(self.cells.get((name, each), "-") for each in STATES)) for name in clients)]
        return "\n".join(f"  {line[0]:<18}" + "".join(f"{cell:<11}" for cell in line[1:]) for line in lines)
