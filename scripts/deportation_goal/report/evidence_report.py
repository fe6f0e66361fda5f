"""What became of the locators and of the cells of workbooks, for a terminal and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from deportation_goal.evidence.find import Search
from deportation_goal.evidence.locator_check import Status, Verified
from deportation_goal.evidence.observed_cells import CellStatus, VerifiedCell
from deportation_goal.wording import and_more, counted, listed

_MOST_LINES = 20
"""Most lines for one kind of remark; the JSON has all of them."""


def counts(results: Sequence[Verified]) -> dict[str, int]:
    """Return how many locators have each status, and how many remarks there are."""
    by_status = Counter(result.status for result in results)
    return {
        **{status.value: by_status[status] for status in Status},
        "content_missing": sum(bool(result.missing) for result in results),
        "repeated": sum(result.occurrences > 1 for result in results),
        "found_by_slide": sum(result.search is Search.SLIDE for result in results),
    }


def failed(results: Sequence[Verified], cells: Sequence[VerifiedCell]) -> bool:
    """Whether an excerpt was not found, or lacks what it should hold, or a cell does not hold its number."""
    return any(result.status is Status.NOT_FOUND or result.missing for result in results) or any(map(_wrong, cells))


def _wrong(cell: VerifiedCell) -> bool:
    return cell.status in {CellStatus.DIFFERS, CellStatus.NO_CELL}


def render_json(results: Sequence[Verified], cells: Sequence[VerifiedCell], refused: Sequence[str]) -> str:
    """Return one JSON object: counts, the files that cannot be read with the reason, every locator, every cell."""
    rows = [
        {
            "table": result.statement.table,
            "row_id": result.statement.row_id,
            "source_id": result.statement.source_id,
            "status": result.status,
            "text": result.text,
            "evidence_start": result.statement.locator.start,
            "found_at": result.found_at,
            "found_by": result.search,
            "occurrences": result.occurrences,
            "holds_what_is_printed": not result.missing if result.found_at is not None else None,
        }
        for result in results
    ]
    observations = [
        {
            "row_id": cell.observed.row_id,
            "source_id": cell.observed.source_id,
            "file_sha256": cell.observed.file_sha256,
            "status": cell.status,
            "workbook": cell.workbook,
            "sheet": cell.observed.sheet,
            "cell": cell.observed.cell,
            "value": cell.observed.value,
            "found": cell.found,
        }
        for cell in cells
    ]
    by_status = Counter(cell.status for cell in cells)
    document = {
        "counts": counts(results),
        "cell_counts": {status.value: by_status[status] for status in CellStatus},
        "refused": list(refused),
        "locators": rows,
        "observations": observations,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def render_text(results: Sequence[Verified], cells: Sequence[VerifiedCell]) -> str:
    """Return one line per source, the remarks, and the counts of each status; cells only if a workbook was given."""
    lines = [*_sources(results), *_not_found(results), *_missing(results), *_repeated(results)]
    by_status = Counter(result.status for result in results)
    lines.append(
        f"{counted(len(results), 'locator')}: {', '.join(f'{by_status[status]} {status}' for status in Status)}"
    )
    if any(cell.workbook for cell in cells):
        by_cell = Counter(cell.status for cell in cells)
        lines += _wrong_cells(cells)
        lines.append(
            f"{counted(len(cells), 'observation')}: {', '.join(f'{by_cell[status]} {status}' for status in CellStatus)}"
        )
    return "\n".join(lines) + "\n"


def _held(cell: VerifiedCell) -> str:
    return f'"{cell.found}"' if cell.found else "nothing"


def _wrong_cells(cells: Sequence[VerifiedCell]) -> Iterator[str]:
    lines = [
        f"  error: observations {cell.observed.row_id}: {cell.observed.sheet}!{cell.observed.cell} of {cell.workbook} "
        f"holds {_held(cell)}, not {cell.observed.value}: correct the value, or the cell"
        for cell in cells
        if _wrong(cell)
    ]
    yield from _limited(lines)


def _sources(results: Sequence[Verified]) -> Iterator[str]:
    without = []
    for source_id in dict.fromkeys(result.statement.source_id for result in results):
        own = [result for result in results if result.statement.source_id == source_id]
        if not own[0].text:
            without.append(source_id)
            continue
        by_status = Counter(result.status for result in own)
        told = ", ".join(f"{by_status[status]} {status}" for status in Status if by_status[status])
        yield f"{source_id} ({own[0].text}): {told}"
    if without:
        yield f"no text of {counted(len(without), 'source')}: {listed(without, _MOST_LINES)}"


def _limited(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    for rest in and_more(lines, _MOST_LINES):
        yield f"  … {rest}: --json lists all"


def _not_found(results: Sequence[Verified]) -> Iterator[str]:
    lines = [
        f"  not found: {result.statement.table} {result.statement.row_id}, stored at {result.statement.locator.start} "
        f"in {result.statement.source_id}; searched {result.text}"
        for result in results
        if result.status is Status.NOT_FOUND
    ]
    yield from _limited(lines)


def _missing(results: Sequence[Verified]) -> Iterator[str]:
    lines = []
    for result in results:
        if result.missing:
            what = "the quoted words do" if result.statement.table == "quotes" else "the number does"
            lines.append(
                f"  error: {result.statement.table} {result.statement.row_id}: {what} not occur in its excerpt: "
                "correct the value, or the locator"
            )
    yield from _limited(lines)


def _repeated(results: Sequence[Verified]) -> Iterator[str]:
    """One line per text: a text that repeats itself would otherwise fill the screen."""
    for text in dict.fromkeys(result.text for result in results if result.occurrences > 1):
        rows = [result.statement.row_id for result in results if result.text == text and result.occurrences > 1]
        shown = ", ".join(rows[:5]) + (" …" if len(rows) > 5 else "")
        yield f"  warning: {counted(len(rows), 'excerpt')} repeated in {text}, the first place counts: {shown}"
