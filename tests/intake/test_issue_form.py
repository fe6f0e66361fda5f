from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deportation_goal.findings import Level
from deportation_goal.intake.issue_fields import LICENCE_LABEL, LICENCE_TEXT
from deportation_goal.intake.issue_form import MAXIMUM_LENGTH, parse_issue
from deportation_goal.intake.issue_revision import Correction, parse_correction
from deportation_goal.intake.submitted_rows import Submission, SubmittedRow
from deportation_goal.package.descriptor import load_package
from issues import FIGURE, FOLDER, NO_RESPONSE, elements, form, issue_body
from support import REPOSITORY, schemas_of

SCHEMAS = schemas_of(load_package(REPOSITORY))
FILES = {
    "figures": "1-figure.yml",
    "quotes": "2-quote.yml",
    "sources": "3-source.yml",
    "obstacles": "4-obstacle.yml",
    "countries": "5-country.yml",
    "agents": "6-agent.yml",
}
FORMS = {table: form(FOLDER / name) for table, name in FILES.items()}
CORRECTION = form(FOLDER / "7-correction.yml")
CODES = {
    element["id"]: [option.rsplit("(", 1)[1].removesuffix(")") for option in element["attributes"]["options"]]
    for document in FORMS.values()
    for element in elements(document)
    if element["type"] == "dropdown"
}
LABELS = {
    element["attributes"]["label"] for document in (*FORMS.values(), CORRECTION) for element in elements(document)
}
LINE_ENDS = ("\n", "\r\n", "\r")
FREE_TEXT = {
    "figures": ("words",),
    "quotes": ("words", "text", "notes"),
    "sources": ("title", "notes"),
    "obstacles": ("words", "summary", "notes"),
    "countries": ("words", "summary"),
}
"""Fields whose value is any text: it must arrive as it was written, but for the line breaks."""


def figure(body: str) -> Submission:
    return parse_issue(body, "issue.md", SCHEMAS)


def one_row(submission: Submission) -> SubmittedRow:
    assert [finding for finding in submission.findings if finding.level is Level.ERROR] == []
    (row,) = submission.rows
    return row


def rules(submission: Submission | Correction) -> list[str]:
    return [finding.rule for finding in submission.findings]


def on_one_line(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return " ".join(line.strip() for line in lines if line.strip())


def test_a_form_as_github_writes_it_becomes_a_row() -> None:
    row = one_row(figure(issue_body(FORMS["figures"], FIGURE)))
    assert row.table == "figures"
    assert row.values == FIGURE


def test_every_cell_knows_its_line_in_the_issue() -> None:
    body = issue_body(FORMS["figures"], FIGURE)
    row, lines = one_row(figure(body)), body.split("\n")
    for column, value in FIGURE.items():
        place = row.place_of(column)
        written = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        assert place.path == "issue.md"
        assert written == value or written.endswith(f"({value})")
    empty = row.place_of("notes")
    assert lines[empty.line - 1] == "### Notes"


@st.composite
def free_answers(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A table and answers to fields of its form: any text, Markdown and headings among it, and any code."""
    table = draw(st.sampled_from(sorted(FREE_TEXT)))
    pieces = st.sampled_from(
        [
            "# ",
            "### Heading",
            "## Source",
            "\n",
            "\r\n",
            "- [x] ",
            "> ",
            "**",
            "|",
            "é",
            "`",
            "- ",
            "```",
            "<!--",
            "<pre>",
        ]
    )
    texts = st.lists(pieces | st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"))), max_size=8)
    answers = {}
    for column in FREE_TEXT[table]:
        text = "".join(draw(texts))
        assume(not {line.strip(" #") for line in text.splitlines()} & LABELS)
        answers[column] = text
    for element in elements(FORMS[table]):
        if element["type"] == "dropdown" and not element["id"].startswith("new_"):
            answers[element["id"]] = draw(st.sampled_from(["", *CODES[element["id"]]]))
    return table, answers


@given(free_answers(), st.sampled_from(LINE_ENDS))
def test_any_answers_come_back(drawn: tuple[str, dict[str, str]], line_end: str) -> None:
    table, answers = drawn
    body = issue_body(FORMS[table], answers).replace("\r\n", "\n").replace("\n", line_end)
    expected = {column: on_one_line(value) for column, value in answers.items()}
    expected = {column: value for column, value in expected.items() if value not in ("", NO_RESPONSE)}
    submission = parse_issue(body, "issue.md", SCHEMAS)
    widgets = {element["id"]: element["type"] for element in elements(FORMS[table])}
    foreign = [
        column for column, value in answers.items() if widgets[column] == "input" and "### Heading" in value.split("\n")
    ]
    assume(not foreign)
    if not expected:
        assert rules(submission) == ["required"]
        return
    got = dict(one_row(submission).values)
    for column in ("utterance", "source_id", "agent_id"):
        if column in got and column not in answers:
            del got[column]
    # Text of a column is brought into its plain form (single spaces, normal form C); the passage is left alone.
    assert {column: squeezed(value) for column, value in got.items()} == {
        column: squeezed(value) for column, value in expected.items()
    }
    assert got.get("words", "") == expected.get("words", "")


def squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@given(st.text(max_size=400))
def test_no_body_makes_the_parser_fail(body: str) -> None:
    assert parse_issue(body, "issue.md", SCHEMAS).findings
    assert parse_correction(body, "issue.md", SCHEMAS).findings


@given(st.data())
def test_a_form_edited_anywhere_never_makes_the_parser_fail(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(FORMS)))
    body = issue_body(FORMS[table], FIGURE if table == "figures" else {"title": "A title", "text": "Words."})
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    patch = data.draw(st.sampled_from(["", "### ", "\n### Source\n", "<!--", "-->", "```", "\r", "\x00", "(exact)"]))
    edited = body[:start] + patch + body[end:]
    submission = parse_issue(edited, "issue.md", SCHEMAS)
    lines = edited.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row in submission.rows:
        assert all(1 <= place.line <= len(lines) for place in row.places.values())
    parse_correction(edited, "issue.md", SCHEMAS)


SOME = ("quotes",)
"""Forms of which every field is looked at in a fast run too."""
EACH_FORM = [pytest.param(table, marks=[] if table in SOME else pytest.mark.slow) for table in sorted(FORMS)]


@pytest.mark.parametrize("table", EACH_FORM)
@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_every_code_of_every_drop_down_comes_back(table: str, line_end: str) -> None:
    for element in elements(FORMS[table]):
        for code in CODES[element["id"]] if element["type"] == "dropdown" else ():
            body = issue_body(FORMS[table], {element["id"]: code}).replace("\n", line_end)
            rows = parse_issue(body, "issue.md", SCHEMAS).rows
            column = element["id"].removeprefix("new_")
            assert [row.values.get(column) for row in rows if row.values.get(column)] == [code] or not rows


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("At least (at_least)", "at_least"),
        ("at_least", "at_least"),
        (NO_RESPONSE, ""),
        ("at least", "at least"),
        ("`at_least`", "`at_least`"),
        ("Rather more (at_least)", "Rather more (at_least)"),
    ],
)
def test_a_choice_is_an_option_or_a_code_and_nothing_is_guessed(written: str, read: str) -> None:
    body = issue_body(FORMS["figures"], FIGURE).replace("About (about)", written)
    assert one_row(figure(body)).values.get("qualifier", "") == read


def test_a_number_as_people_print_it_is_read_and_told() -> None:
    submission = figure(issue_body(FORMS["figures"], FIGURE | {"value": "1,400,000"}))
    assert one_row(submission).values["value"] == "1400000"
    (remark,) = submission.remarks
    assert (remark.column, remark.before, remark.after) == ("value", "1,400,000", "1400000")


def test_text_before_the_form_is_told() -> None:
    submission = figure(f"Hello, here is a number.\n\n{issue_body(FORMS['figures'], FIGURE)}")
    assert one_row(submission).values == FIGURE
    (remark,) = submission.remarks
    assert (remark.before, remark.place.line) == ("Hello, here is a number.", 1)


def test_an_input_over_several_lines_is_joined_and_told() -> None:
    submission = figure(issue_body(FORMS["figures"], FIGURE | {"value_text": "about\n4,000 people"}))
    assert one_row(submission).values["value_text"] == "about 4,000 people"
    assert [remark.column for remark in submission.remarks] == ["value_text"]


@pytest.mark.parametrize("table", EACH_FORM)
def test_a_heading_that_is_missing_is_named_and_nothing_is_guessed(table: str) -> None:
    body = issue_body(FORMS[table], FIGURE)
    for element in elements(FORMS[table]):
        heading = f"### {element['attributes']['label']}\n"
        # Lost, spelled otherwise, written in other letters, made a heading of another level.
        for other in ("", heading.replace("### ", "### A "), heading.upper(), heading.replace("###", "##")):
            submission = figure(body.replace(heading, other, 1))
            assert (submission.rows, rules(submission)) == ((), ["which-table"])
            (finding,) = submission.findings
            assert f'lacks 1 heading of its form ({table}): "{element["attributes"]["label"]}"' in finding.message
            assert "Open a new issue from that form" in finding.message


def test_many_missing_headings_are_counted() -> None:
    labels = [element["attributes"]["label"] for element in elements(FORMS["figures"])]
    (finding,) = figure("\n\n".join(f"### {label}\n\nx" for label in labels[:12])).findings
    assert f"lacks {len(labels) - 12} headings of its form (figures): " in finding.message
    assert f" and {len(labels) - 12 - 5} more. Open" in finding.message


def test_signs_that_markdown_allows_around_a_heading_make_no_difference() -> None:
    body = issue_body(FORMS["figures"], FIGURE).replace("### Value\n", " ###   Value ###  \n")
    assert one_row(figure(body)).values == FIGURE


def test_a_heading_of_the_form_inside_a_passage_is_refused() -> None:
    submission = figure(issue_body(FORMS["figures"], FIGURE | {"words": "A sentence.\n### Value\nAnother."}))
    assert rules(submission) == ["unknown-column"]
    (finding,) = submission.findings
    assert "occurs twice" in finding.message
    body = issue_body(FORMS["figures"], FIGURE | {"words": "A sentence.\n### Value\nAnother."})
    assert body.split("\n")[finding.line - 1] == "### Value"


def test_a_heading_that_no_form_has_is_refused_under_a_short_field() -> None:
    body = issue_body(FORMS["figures"], FIGURE).replace("### Value\n", "### Colour\n\ngreen\n\n### Value\n")
    assert rules(figure(body)) == ["unknown-column"]


def test_without_the_licence_nothing_is_taken() -> None:
    (finding,) = figure(issue_body(FORMS["figures"], FIGURE, ticked=False)).findings
    assert (finding.rule, finding.field) == ("required", LICENCE_LABEL)


@pytest.mark.parametrize("box", ["- [x]", "- [X]", "* [x]", "  - [x]"])
def test_a_box_ticked_by_hand_counts(box: str) -> None:
    body = issue_body(FORMS["figures"], FIGURE).replace(f"- [x] {LICENCE_TEXT}", f"{box} {LICENCE_TEXT}")
    assert one_row(figure(body)).values == FIGURE


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("", "which-table"),
        ("The site is broken.", "which-table"),
        ("### Steps\n\nOpen it.\n\n### Version\n\n1.0", "which-table"),
        ("### Source\n\nx\n\n### Notes\n\ny", "which-table"),
        ("x" * (MAXIMUM_LENGTH + 1), "unreadable-file"),
        (issue_body(CORRECTION, {"row_id": "fig-000000", "column": "value", "reason": "So."}), "which-table"),
    ],
)
def test_an_issue_that_is_no_new_row_gives_a_finding(body: str, rule: str) -> None:
    submission = figure(body)
    assert (submission.rows, rules(submission)) == ((), [rule])


def test_an_empty_form_gives_a_finding() -> None:
    submission = figure(issue_body(FORMS["figures"], {}))
    assert (submission.rows, rules(submission)) == ((), ["required"])


def test_a_new_agent_comes_with_its_row() -> None:
    answers = FIGURE | {
        "attributed_to": "Office of Made-up Counts",
        "new_name": "Office",
        "new_agent_type": "government",
    }
    submission = figure(issue_body(FORMS["figures"], answers))
    agent, row = submission.rows
    assert agent.table == "agents"
    assert agent.values == {"agent_id": "office-of-made-up-counts", "name": "Office", "agent_type": "government"}
    assert row.values["attributed_to"] == "office-of-made-up-counts"
    assert [remark.after for remark in submission.remarks] == ["office-of-made-up-counts"]
    assert agent.place_of("agent_id") == row.place_of("attributed_to")


def test_a_new_agent_without_an_id_is_called_after_its_name() -> None:
    answers = FIGURE | {"new_name": "Bureau of Örtliche Zählung"}
    agent, row = figure(issue_body(FORMS["figures"], answers)).rows
    assert agent.values["agent_id"] == row.values["attributed_to"] == "bureau-of-ortliche-zahlung"


@pytest.mark.parametrize(
    ("answers", "source_id"),
    [
        ({"title": "A title", "publisher": "made-up-daily", "published": "2025-04-12"}, "made-up-daily-2025-04-12"),
        ({"title": "A title", "publisher": "made-up-daily", "published": "2025-04~"}, "made-up-daily-2025-04"),
        ({"title": "One of the many titles", "publisher": "made-up-daily"}, "made-up-daily-one-of-the-many"),
        ({"title": "A title", "source_id": "my-own"}, "my-own"),
    ],
)
def test_a_source_without_an_id_is_named(answers: dict[str, str], source_id: str) -> None:
    assert one_row(figure(issue_body(FORMS["sources"], answers))).values["source_id"] == source_id


def test_an_utterance_without_a_name_is_named() -> None:
    answers = {"text": "It is not a switch, you know", "attributed_to": "somebody"}
    assert one_row(figure(issue_body(FORMS["quotes"], answers))).values["utterance"] == "somebody-it-is-not-a"


def test_a_source_by_its_address_is_found_by_the_rules_and_no_id_is_invented() -> None:
    address = "https://example.org/report"
    assert one_row(figure(issue_body(FORMS["figures"], FIGURE | {"source_id": address}))).values["source_id"] == address


def test_the_forms_that_are_tested_are_all() -> None:
    assert {path.name for path in Path(FOLDER).glob("*.yml")} == {
        *FILES.values(),
        "7-correction.yml",
        "8-retraction.yml",
        "config.yml",
    }
