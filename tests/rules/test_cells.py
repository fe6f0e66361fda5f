"""The characters of a cell: what is lost, what cannot be seen, and joiners where a script is written with them."""

from __future__ import annotations

import re
import sys

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.cells import _INVISIBLE, _PRINTED_AS_NOTHING
from support import changed, check_example


def messages(package: Package, name: str) -> list[tuple[str, str]]:
    found = check_example(package, changed({"agents.1.name": name})).findings
    return [(finding.rule, finding.message) for finding in found if finding.field == "name"]


@pytest.mark.parametrize(
    "name",
    ["\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937", "\u0d28\u0d4d\u200d\u0d31"],
)
def test_a_joiner_inside_a_word_of_a_script_that_needs_it_is_a_letter(package: Package, name: str) -> None:
    assert messages(package, name) == []


@pytest.mark.parametrize(
    "name", ["Jane\u200cDoe", "\u200c\u0646\u0645", "\u0646\u0645\u200d", "\u0646\u200c Doe", "Jane\u200bDoe"]
)
def test_elsewhere_a_joiner_cannot_be_seen(package: Package, name: str) -> None:
    ((rule, message),) = messages(package, name)
    assert rule == "invisible-character"
    assert "cannot be seen: delete it" in message


def test_a_lost_letter_is_looked_up_and_not_deleted(package: Package) -> None:
    ((rule, message),) = messages(package, "Jos\ufffd Doe")
    assert rule == "invisible-character"
    assert "a letter was lost" in message
    assert "look it up in the source" in message
    assert "delete" not in message


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("@handle", ["leading-sign"]),
        ("+1 for Jane", ["leading-sign"]),
        ("- Jane", ["leading-sign"]),
        ("-3.5", []),
        ("=Jane", ["formula"]),
        ("@SUM(A1)", ["formula"]),
        ("-2+3|x", ["formula"]),
        ("+Sheet2!A1", ["formula"]),
        ("Jane (= Doe)", []),
    ],
)
def test_a_sign_that_the_source_prints_is_told_and_a_formula_refused(
    name: str, rules: list[str], package: Package
) -> None:
    assert [rule for rule, _ in messages(package, name)] == rules


def test_whatever_cannot_be_seen_is_looked_for() -> None:
    invisible = re.findall(_INVISIBLE, "".join(map(chr, range(sys.maxunicode + 1))))
    assert [
        character for character in invisible if character.isprintable() and character not in _PRINTED_AS_NOTHING
    ] == []
    assert set(invisible) >= _PRINTED_AS_NOTHING
