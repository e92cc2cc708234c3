"""What a search for a program finds (参加支援). Nothing of it is kept in rows, so it is counted in the process."""

from services.programs.rules.matching import Verdict
from shared.figures import Figure, Kind

MATCHES = Figure(
    "programs", "yui_matches_total",
    "Searches for a program that fits somebody (参加支援), by the best answer found; counted in each process.",
    Kind.COUNTER, {"answer": tuple(verdict.value for verdict in Verdict)}, counts_people=True,
)  # fmt: skip
