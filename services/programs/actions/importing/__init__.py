"""一覧の取り込み: a town's list of programs is read, shown as what it would change, and taken over at once."""

from services.programs.actions.importing.applying import preview_list, take_over
from services.programs.actions.importing.file_reading import Cells, ListReader
from services.programs.actions.importing.plan import Difference, Plan, Planned, TimeStep

__all__ = ["Cells", "Difference", "ListReader", "Plan", "Planned", "TimeStep", "preview_list", "take_over"]
