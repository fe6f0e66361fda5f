"""Texts that went wrong on their way into a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.text_damage import mojibake
from support import REPOSITORY, changed, check_example

FIELD = load_package(REPOSITORY).resources[0].schema.fields[0]
PLAIN = [
    "Costa Rica",
    "José Núñez – “Señor” €5, 20 °C, ½",
    "Žižek’s naïve coöperation",
    "Łódź ÅÄÖ ß",
    "東京 ＝？！",
    "a < b & c > d",
    "R&D; AT&T",
]


def _found(package: Package, place: str, value: str) -> list[tuple[str, str]]:
    findings = check_example(package, changed({place: value})).findings
    return [(finding.rule, finding.suggestion) for finding in findings if finding.rule != "unused-row"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_left_alone(text: str, package: Package) -> None:
    assert _found(package, "areas.0.name", text) == []


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("C\u043esta Rica", "mixed-scripts", ""),
        ("\u0391TD", "mixed-scripts", ""),
        ("2\uff15 people", "full-width-sign", "25 people"),
        ("\U0001d411ica", "full-width-sign", "Rica"),
        ("Rica\u0378", "unassigned-character", ""),
        ("Rica\U000f0000", "unassigned-character", ""),
        ("Jos\u00c3\u00a9", "mojibake", "José"),
        ("it\u00e2\u20ac\u2122s José", "mojibake", "it’s José"),
        ("agency?s", "lost-character", ""),
        ("Arrests &amp; removals", "markup", "Arrests & removals"),
        ("Arrests &#38; removals", "markup", "Arrests & removals"),
        ("<b>Arrests</b>", "markup", "Arrests"),
        ('<a href="x">Arrests</a>', "markup", "Arrests"),
        ("Arrests<br/>", "markup", "Arrests"),
        ("&amp;lt;", "markup", ""),
        ("N/A", "placeholder", ""),
        ("unknown", "placeholder", ""),
        ("TBD", "placeholder", ""),
    ],
)
def test_what_is_found_and_suggested(text: str, rule: str, suggestion: str, package: Package) -> None:
    assert _found(package, "areas.0.name", text) == [(rule, suggestion)]


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0x24F, categories=["Lu", "Ll"]), min_size=1, max_size=6))
def test_letters_read_in_a_wrong_encoding_are_found_and_put_right(text: str) -> None:
    assert mojibake.detect is not None
    try:
        wrong = text.encode("utf-8").decode("cp1252")
    except UnicodeDecodeError:
        return
    assert mojibake.detect(wrong, FIELD).suggestion == text


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("https://example.org", True),
        ("https://www.example.org:8080/a?b=c#d", True),
        ("https://web.archive.org/web/2025/https://example.org/", True),
        ("https://xn--bcher-kva.example.xn--p1ai/", True),
        ("https://localhost/report", False),
        ("https://report", False),
        ("https://server.local/report", False),
        ("https://192.168.0.1/report", False),
        ("https:///report", False),
        ("https://user@example.org/", False),
        ("https://example.org/a;https://example.org/b", False),
        ("https://example.org/a,http://example.org/b", False),
    ],
)
@pytest.mark.parametrize("column", ["url", "archive_url"])
def test_addresses(value: str, good: bool, column: str, package: Package) -> None:
    assert [rule for rule, _ in _found(package, f"sources.1.{column}", value)] == ([] if good else ["address"])


@pytest.mark.parametrize(
    ("printed", "source", "good"),
    [("en", "en", True), ("en-GB", "en", True), ("es", "en", False), ("es", "und", True), ("es", "mul", True)],
)
def test_a_quote_has_the_language_of_its_source(printed: str, source: str, good: bool, package: Package) -> None:
    cells = {"quotes.0.language": printed, "quotes.1.language": source, "sources.0.language": source}
    rules = [finding.rule for finding in check_example(package, changed(cells)).findings]
    assert rules == ([] if good else ["quote-language"])
