"""The questions of `add` on a terminal: keys in through a pipe, then the whole command in a pseudo-terminal."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from contributors import AREA, ARTICLE, FIGURE, SENTENCE, tables_of
from deportation_goal.commands.questions import BACK, _Search, answer_problem, ask_row, asked_fields, choices_of, meant
from deportation_goal.intake.passages import ANY_SOURCE, Text, text_of
from deportation_goal.intake.submitted_rows import SubmittedRow
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.table_files.read_rows import read_rows
from support import COMMAND

ENTER, CLEAR, CTRL_C, CTRL_D, TAB = "\r", "\x15", "\x03", "\x04", "\t"
LONGEST_WAIT: Final = 60


def keys(package: Package, table: str, answers: Mapping[str, str], texts: Mapping[str, Text]) -> str:
    """Return what to type for some answers, Enter for every other question."""
    names = [field.name for field in asked_fields(package.resource(table).schema, texts)]
    return "".join(answers.get(name, "") + ENTER for name in [*names, "words"])


def ask(package: Package, table: str, typed: str, texts: Mapping[str, Text] | None = None) -> SubmittedRow:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(typed)
        (row,) = ask_row(package, table, texts or {}).rows
    return row


@pytest.fixture
def example(example_copy: Path) -> Package:
    return load_package(example_copy)


@pytest.mark.slow
def test_each_field_is_asked_and_empty_ones_are_left_out(example: Package) -> None:
    row = ask(example, "figures", keys(example, "figures", FIGURE, {}))
    assert (row.table, dict(row.values)) == ("figures", FIGURE)
    assert row.place_of("value").path == "answers"


def test_what_the_tool_makes_is_not_asked_for(package: Package) -> None:
    schema = package.resource("figures").schema
    text = {ANY_SOURCE: text_of("article.txt", ARTICLE)}
    without = [field.name for field in asked_fields(schema, {})]
    assert without == [name for name in schema.columns if name not in ("figure_id", "added_in")]
    assert [field.name for field in asked_fields(schema, text)] == [
        name for name in without if not name.startswith("evidence_")
    ]
    assert "source_id" in [field.name for field in asked_fields(package.resource("sources").schema, text)]


@pytest.mark.slow
def test_words_are_asked_for_with_a_text_and_wrong_ones_are_not_taken(example: Package) -> None:
    text = {ANY_SOURCE: text_of("article.txt", ARTICLE)}
    typed = keys(example, "figures", FIGURE, text).removesuffix(ENTER)
    row = ask(example, "figures", typed + "too short" + ENTER + CLEAR + SENTENCE + ENTER, text)
    assert dict(row.values) == {**FIGURE, "words": SENTENCE}
    other = {"another-source": text[ANY_SOURCE]}
    assert dict(ask(example, "figures", typed, other).values) == FIGURE


def test_a_wrong_answer_is_asked_again_at_once(example: Package) -> None:
    typed = f"{ENTER}pan{ENTER}{CLEAR}PAN{ENTER}{ENTER}Panama{ENTER}planet{ENTER}{CLEAR}country{ENTER}591{ENTER}"
    assert dict(ask(example, "areas", typed).values) == AREA


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_breaking_off_is_an_abort(example: Package, key: str) -> None:
    with pytest.raises(click.Abort):
        ask(example, "areas", f"PAN{ENTER}" + key)


def test_breaking_off_keeps_the_answers(example: Package) -> None:
    kept: list[Mapping[str, str]] = []
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"PAN{ENTER}Panama{ENTER}{CTRL_C}")
        with pytest.raises(click.Abort):
            ask_row(example, "areas", {}, kept.append)
    assert kept == [{"area": "PAN", "name": "Panama"}]


@pytest.mark.slow
def test_an_earlier_answer_can_be_changed_and_the_others_stay(example: Package) -> None:
    typed = f"PAM{ENTER}Panama{ENTER}{BACK}{ENTER}{CLEAR}{BACK}{ENTER}{CLEAR}PAN{ENTER}{ENTER}country{ENTER}591{ENTER}"
    assert dict(ask(example, "areas", typed).values) == AREA


def test_before_the_first_question_there_is_none(example: Package) -> None:
    typed = f"{BACK}{ENTER}PAN{ENTER}Panama{ENTER}country{ENTER}591{ENTER}"
    assert dict(ask(example, "areas", typed).values) == AREA


def test_the_only_hit_of_the_search_is_taken(example: Package) -> None:
    typed = f"XAA{ENTER}Everywhere{ENTER}a group of{ENTER}{ENTER}"
    assert dict(ask(example, "areas", typed).values) == {"area": "XAA", "name": "Everywhere", "kind": "region"}


@pytest.mark.parametrize(
    ("answer", "value"),
    [("homeland", "dhs"), ("dhs", "dhs"), ("o", "o"), ("", ""), ("nobody", "nobody"), (" ROE ", "john-roe")],
)
def test_an_answer_means_a_choice_if_there_is_one_only(answer: str, value: str) -> None:
    choices = {"dhs": "Homeland Office", "ice": "Enforcement", "john-roe": "John Roe"}
    assert meant(choices, answer) == value


def test_a_number_is_asked_for_with_its_unit_and_texts_wrap_at_words(
    example: Package, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    typed = keys(example, "figures", FIGURE, {}).split(ENTER)
    with pytest.raises(click.Abort):
        ask(example, "figures", ENTER.join(typed[:-2]) + CTRL_C)
    said = capsys.readouterr().out
    assert "  The unit is removals.\n" in said
    assert max(map(len, said.splitlines())) <= 60
    assert said.count("The unit is") == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["dhs", "ice", "john-roe"]),
        ("ICE", ["ice", "dhs"]),
        ("homeland", ["dhs"]),
        ("roe", ["john-roe"]),
        ("john-r", ["john-roe"]),
        ("x", []),
    ],
)
def test_the_search_looks_at_ids_and_names(typed: str, found: list[str]) -> None:
    choices = {"dhs": "Homeland Office", "ice": "Enforcement", "john-roe": "John Roe"}
    completions = list(_Search(choices).get_completions(Document(typed), CompleteEvent()))
    assert [item.text for item in completions] == found
    # What was typed gives way as a whole.
    assert all(item.start_position == -len(typed) for item in completions)
    assert all(item.display_meta_text == choices[item.text] for item in completions)


def test_codes_come_with_labels_and_references_with_names(example: Package) -> None:
    rows, schema = read_rows(example), example.resource("figures").schema
    by_name = {field.name: choices_of(example, rows, schema, field) for field in schema.fields}
    assert set(by_name["status"]) == set(schema.by_name["status"].enum)
    assert all(meaning for meaning in by_name["status"].values())
    assert by_name["area"] == {"CRI": "Costa Rica", "USA": "United States"}
    assert by_name["approximate"] == {"true": "yes", "false": "no"}
    assert by_name["value"] == by_name["notes"] == {}


@pytest.mark.parametrize(
    ("column", "answer", "says"),
    [
        ("value", "", "needed here"),
        ("value", "about 4,000", "a plain number, such as 1000000"),
        ("value", "-0.5", ""),
        ("value_max", "", ""),
        ("evidence_start", "1.5", "a whole number"),
        ("status", "guessed", "choose one from the list"),
        ("area", "PAN", "areas has no PAN: type to search it; a new one is added first, with `add areas`"),
        ("area", " USA ", ""),
        ("period", "March 2025", "2025"),
        ("period", "2025-03", ""),
        ("period", "2025-04/2025-03", "ends before it begins"),
        ("evidence_sha256", "abc", "write it like 0000"),
        ("value_text", "x" * 81, "81 characters; at most 80"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_in_a_sentence(
    column: str, answer: str, says: str, example: Package
) -> None:
    schema = example.resource("figures").schema
    targets = {key.column: key.table for key in schema.foreign_keys}
    field = schema.by_name[column]
    message = answer_problem(
        field, targets.get(column, ""), choices_of(example, read_rows(example), schema, field), answer
    )
    assert says in message
    assert bool(message) is bool(says)


class Terminal:
    """A command in a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], handle: int) -> None:
        self.process, self.handle, self.said = process, handle, ""
        self._seen = 0

    def wait_for(self, words: str) -> None:
        """Read until some words stand there that were not there at the last call."""
        until = time.monotonic() + LONGEST_WAIT
        while words not in self.said[self._seen :]:
            assert time.monotonic() < until, f'no "{words}" in {self.said[self._seen :]!r}'
            if not self._read():
                raise AssertionError(f'ended before "{words}": {self.said[self._seen :]!r}')
        self._seen = self.said.index(words, self._seen) + len(words)

    def type(self, text: str) -> None:
        """Type some text."""
        os.write(self.handle, text.encode())

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        return self.process.wait(LONGEST_WAIT)

    def _read(self) -> bool:
        if not select.select([self.handle], [], [], LONGEST_WAIT)[0]:
            return False
        try:
            part = os.read(self.handle, 4096)
        except OSError:  # how Linux tells that the other end is closed
            part = b""
        self.said += part.decode("utf-8", "replace")
        return bool(part)


@contextmanager
def terminal(folder: Path, *arguments: str | Path) -> Iterator[Terminal]:
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "COLUMNS": "200", "LINES": "50"}
    process = subprocess.Popen(
        [COMMAND, *map(str, arguments)], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def prompt(column: str) -> str:
    """Return the prompt of a column as the terminal gets it: after a reset of the colours."""
    return f"\x1b[0m{column}:"


def answer(screen: Terminal, package: Package, table: str, answers: Mapping[str, str]) -> None:
    for field in asked_fields(package.resource(table).schema, {}):
        screen.wait_for(prompt(field.name))
        screen.type(answers.get(field.name, "") + ENTER)


@pytest.mark.slow
@pytest.mark.parametrize(("reply", "code", "says"), [("y", 0, "figures: added: fig-"), ("n", 1, "nothing was added")])
def test_the_row_is_shown_with_its_id_before_it_is_written(
    reply: str, code: int, says: str, example_copy: Path, example: Package
) -> None:
    before = tables_of(example_copy)
    with terminal(example_copy, "add", "figures") as screen:
        answer(screen, example, "figures", FIGURE)
        screen.wait_for("The row:")
        screen.wait_for("Add it?")
        shown = screen.said[screen.said.index("The row:") :]
        assert tables_of(example_copy) == before
        screen.type(reply + "\n")
        assert screen.end() == code
        assert says in screen.said
    assert (tables_of(example_copy) == before) is (code == 1)
    (row_id,) = {word for word in shown.split() if word.startswith("fig-")}
    assert (row_id.encode() in tables_of(example_copy)["data/figures.csv"]) is (code == 0)
    # Codes are shown with their labels.
    assert all(
        category.label in screen.said for category in example.resource("figures").schema.by_name["status"].categories
    )
    assert "Traceback" not in screen.said


@pytest.mark.slow
def test_control_c_ends_without_a_traceback(example_copy: Path) -> None:
    before = tables_of(example_copy)
    with terminal(example_copy, "add", "figures") as screen:
        screen.wait_for(prompt("indicator_id"))
        screen.type("removals-to-date" + ENTER)
        screen.wait_for(prompt("area"))
        screen.type(CTRL_C)
        assert screen.end() == 1
        assert "deportation-goal add figures --set indicator_id=removals-to-date" in screen.said
        assert "interrupted" in screen.said
        assert "Traceback" not in screen.said
    assert tables_of(example_copy) == before


@pytest.mark.slow
def test_answers_that_break_a_rule_together_are_given_back_as_a_command(example_copy: Path, example: Package) -> None:
    before = tables_of(example_copy)
    with terminal(example_copy, "add", "figures") as screen:
        answer(screen, example, "figures", {**FIGURE, "attribution_type": "named"})
        assert screen.end() == 1
        assert "[attribution-pair]" in screen.said
        assert "deportation-goal add figures --set indicator_id=removals-to-date" in screen.said
    assert tables_of(example_copy) == before


@pytest.mark.slow
def test_an_id_is_found_by_a_part_of_its_name_and_completed(example_copy: Path) -> None:
    with terminal(example_copy, "add", "agents") as screen:
        for name, typed in (
            ("agent_id", "made-up-daily"),
            ("agent_type", "news_outlet"),
            ("name", "Daily"),
            ("role", ""),
        ):
            screen.wait_for(prompt(name))
            screen.type(typed + ENTER)
        screen.wait_for(prompt("part_of"))
        screen.type("The Wash")
        screen.wait_for("washington-post")
        screen.type(TAB)
        screen.wait_for("washington-post")
        screen.type(ENTER)
        for name in ("area", "wikidata_id"):
            screen.wait_for(prompt(name))
            screen.type(ENTER)
        screen.wait_for("Add it?")
        screen.type("y\n")
        assert screen.end() == 0
    assert b"made-up-daily,news_outlet,Daily,,washington-post,," in tables_of(example_copy)["data/reference/agents.csv"]
