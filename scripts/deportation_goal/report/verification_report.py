"""The report of a verification for people: what was asked, what is wrong, and the result in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Finding, Level
from deportation_goal.release.verify.verification import State, Verified
from deportation_goal.report.text_report import place, statement
from deportation_goal.rules.release_files import (
    ADDED_FILE,
    CHANGED_FILE,
    COMPUTED,
    FORMAT_STRUCTURE,
    FORMAT_VALUES,
    RELEASE_RULES,
    REMOVED_FILE,
    TABLE_HASH,
    VERSION_CONTENT,
    VERSION_RULE,
    ZIP_CONTENT,
)
from deportation_goal.wording import counted, visible

LISTED: Final = 100
"""How many findings are printed; a report for machines has all."""

_COLOURS: Final = {State.OK: "\x1b[32m", State.FAILED: "\x1b[31m", State.SKIPPED: "\x1b[33m"}
_PLAIN: Final = "\x1b[0m"
_NAMED: Final = {
    CHANGED_FILE.id: ("file", "changed"),
    REMOVED_FILE.id: ("file", "missing"),
    ADDED_FILE.id: ("file", "added"),
    TABLE_HASH.id: ("table", "changed, with a new list of checksums"),
    COMPUTED.id: ("file", "not what the tables give"),
    FORMAT_VALUES.id: ("difference", "between formats"),
    VERSION_RULE.id: ("place", "with another version"),
    VERSION_CONTENT.id: ("file", "not of this version"),
    FORMAT_STRUCTURE.id: ("difference", "in the structure of formats"),
    ZIP_CONTENT.id: ("fault", "of the zip"),
}
"""What a rule counts in the result, and what it says about it."""

_OK: Final = (
    "OK: complete and consistent. Its attestation shows whether it is the one that was published: "
    "docs/reproducibility.md says how to check that."
)


def render_verification(verified: Verified, *, colour: bool = False) -> str:
    """Render a verification for a terminal or a log.

    Args:
        verified: Its outcome.
        colour: Whether to mark the words with ANSI colours.
    """
    return "\n".join(_lines(verified, colour)) + "\n"


def _lines(verified: Verified, colour: bool) -> Iterator[str]:
    yield visible(f"{verified.named}: {_named(verified)}")
    for step in verified.steps:
        word = f"{step.state.value:<9}"
        if colour:
            word = f"{_COLOURS[step.state]}{word}{_PLAIN}"
        yield f"  {word}{step.name:<12}{visible(step.says)}"
    findings = verified.result.findings
    if findings:
        yield ""
        yield from (_finding(finding) for finding in findings[:LISTED])
        if len(findings) > LISTED:
            yield f"  and {counted(len(findings) - LISTED, 'more finding')}: --report json=FILE has all"
        yield ""
    yield verdict(verified)


def _named(verified: Verified) -> str:
    if not verified.version:
        return "no release that can be read"
    return f"release {verified.version} of {verified.created}" if verified.created else f"release {verified.version}"


def _finding(finding: Finding) -> str:
    whole = not finding.table and not finding.field and not finding.cell
    where = visible(finding.path) if whole else place(finding)
    row = f" {visible(finding.row_id)}," if finding.row_id else ""
    return f"  {where}: {finding.level.value} [{finding.rule}]{row} {statement(finding)}"


def verdict(verified: Verified) -> str:
    """Return the outcome in a sentence."""
    result = verified.result
    if not result.failed(strict=True):
        skipped = [step.name for step in verified.steps if step.state is State.SKIPPED and step.name != "zip"]
        if skipped:
            return f"nothing wrong was found, but {' and '.join(skipped)} could not be checked"
        return _OK
    if not result.failed():
        return f"complete and unchanged, with {counted(result.count(Level.WARNING), 'warning')}: this tool has another version or is a checkout"
    return f"not as it was released: {', '.join(_counts(verified))}"


def _counts(verified: Verified) -> Iterator[str]:
    counts = Counter(finding.rule for finding in verified.result.findings if finding.level is Level.ERROR)
    for rule, (noun, what) in _NAMED.items():
        if counts[rule]:
            yield f"{counted(counts.pop(rule), noun)} {what}"
    for other in RELEASE_RULES:
        if number := counts.pop(other.id, 0):
            yield f"{counted(number, 'error')} of {other.id}"
    if counts:
        yield f"{counted(counts.total(), 'error')} in the tables"
