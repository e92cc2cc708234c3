"""Findings as lines for a terminal of 80 columns, where a Japanese character takes two."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from services.doctor.finding import Finding, Said

COLUMNS = 80


def lines_of(finding: Finding) -> Iterator[str]:
    """What was found, on one line where both languages fit; below it what to do."""
    mark = "✗" if finding.remedy.ja else "✓" if finding.is_seen else "−"
    ja, en = (": ".join(part for part in pair if part) for pair in zip(finding.what, finding.found, strict=True))
    short = _on_one_line(finding.what, finding.found)
    fits = max(map(cell_len, short.splitlines())) <= COLUMNS - 2
    yield from [f"{mark} {short}"] if fits else [f"{mark} {ja}", f"  {en}"]
    for lead, text in (("    → ", finding.remedy.ja), ("      ", finding.remedy.en)):
        for number, line in enumerate(text.splitlines()):
            yield f"{lead if not number else '      '}{line}"


def _on_one_line(what: Said, found: Said) -> str:
    both, said = (each.ja if each.ja == each.en else f"{each.ja} / {each.en}" for each in (what, found))
    return f"{both}: {said}" if said else both


def last_line(findings: Sequence[Finding]) -> str:
    """All in one sentence."""
    wrong = sum(1 for each in findings if each.remedy.ja)
    if wrong:
        return f"直すことが {wrong} 件あります。→ の行のとおりに / {wrong} to put right: see →"
    return "すべてよし / all is well"
