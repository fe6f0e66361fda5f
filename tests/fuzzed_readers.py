"""Every reader of what comes from outside, each given a sound input with a few odd changes."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from deportation_goal.diff.compare_packages import compare as compare_packages
from deportation_goal.diff.interface import parse_interface
from deportation_goal.diff.snapshot import read_contents
from deportation_goal.evidence.find import Stream
from deportation_goal.evidence.locator import locate_in_stream
from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.evidence.texts import read_text
from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.fix import fix_tables
from deportation_goal.intake.add import add_rows
from deportation_goal.intake.correct import correct
from deportation_goal.intake.issue_revision import parse_correction
from deportation_goal.intake.read_submission import read_submission
from deportation_goal.intake.spreadsheet_values import restore_value
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.pattern import compile_pattern
from deportation_goal.package.schema import parse_schema
from deportation_goal.package.unpacked import opened, unpacked
from deportation_goal.report import FORMATS, diff_html, diff_json, diff_text, render_report, text_report
from deportation_goal.report.comparison_text import render_comparisons, render_drift
from deportation_goal.report.github_summary import render_github_summary
from deportation_goal.report.row_text import render_row
from deportation_goal.rules.engine import check_tables
from deportation_goal.statements.row_card import row_card
from deportation_goal.statements.word_search import search_rows
from deportation_goal.table_files.read import read_table
from deportation_goal.values.hedges import hedge_in
from deportation_goal.values.languages import language_problem
from deportation_goal.values.numbers import cell_number, numbers_in, parse_number, plain, prints_plainly
from deportation_goal.values.periods import overlap, parse_period, suggest_day, suggest_period
from issues import FIGURE, FOLDER, elements, form, issue_body
from made_tables import compare
from odd_inputs import json_bytes, mutated, mutated_json, odd_text, rezipped
from support import REPOSITORY, copy_package, example_files, inputs_of, schemas_of, write_files
from workbooks import book_of, saved

_DAY: Final = datetime.date(2026, 11, 30)


@cache
def the_package() -> Package:
    return load_package(REPOSITORY)


@cache
def tables_of_the_example() -> dict[str, bytes]:
    return example_files(the_package())


@cache
def sound_rows() -> dict[str, list[dict[str, str]]]:
    rows = {}
    for table in the_package().resources:
        file = read_table(tables_of_the_example()[table.path])
        rows[table.name] = [dict(zip(file.names, cells, strict=True)) for cells in file.rows]
    return rows


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        yield Path(name)


def _odd_rows(rng: random.Random) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the example with some cells odd."""
    rows = {table: [dict(row) for row in own] for table, own in sound_rows().items()}
    for _ in range(rng.choice((1, 2, 6))):
        own = rng.choice([table for table in rows.values() if table])
        row = rng.choice(own)
        row[rng.choice(list(row))] = odd_text(rng)
    return rows


def fuzz_csv(rng: random.Random) -> None:
    files = dict(tables_of_the_example())
    path = rng.choice(list(files))
    files[path] = mutated(files[path], rng)
    inputs = inputs_of(the_package(), files)
    result = check_tables(inputs)
    for name in FORMATS:
        render_report(name, result).encode("utf-8", "backslashreplace")
    fix_tables(inputs)


def fuzz_descriptor(rng: random.Random) -> None:
    with folder() as root:
        copy_package(root / "p", with_data=False)
        document = json.loads((root / "p/datapackage.json").read_bytes())
        (root / "p/datapackage.json").write_bytes(json_bytes(mutated_json(document, rng), rng))
        write_files(root / "p", tables_of_the_example())
        package = load_package(root / "p")
        check_tables(inputs_of(package, tables_of_the_example()))
        read_contents(root / "p", "p", "folder")


def fuzz_schema(rng: random.Random) -> None:
    path = rng.choice([resource.schema_path for resource in the_package().resources])
    document = mutated_json(json.loads((REPOSITORY / path).read_bytes()), rng)
    schema = parse_schema("figures", document if isinstance(document, dict) else {"fields": document})
    for field in schema.fields:
        for cell in ("", "x" * 50, odd_text(rng), "2025-04-12", "12.5"):
            field.has_type(cell)
            field.matches(cell)
    pattern = mutated(rng.choice((b"[a-z]+(-[a-z0-9]+)*", b"(fig|quo)-[0-9a-z]{6}", b"https?://[^ ]+")), rng)
    compile_pattern(pattern.decode("utf-8", "replace")).fullmatch("a-" * 100)


def fuzz_diff(rng: random.Random) -> None:
    with folder() as root:
        sides = []
        for name in ("old", "new"):
            copy_package(root / name, with_data=False)
            write_files(root / name, tables_of_the_example())
            target = rng.choice(sorted((root / name).rglob("*.csv")) + sorted((root / name).rglob("*.json")))
            if name == "new" and target.suffix == ".json":
                target.write_bytes(json_bytes(mutated_json(json.loads(target.read_bytes()), rng), rng))
            elif name == "new":
                target.write_bytes(mutated(target.read_bytes(), rng))
            sides.append(read_contents(root / name, name, "folder"))
        diff = compare_packages(*sides)
        for render in (diff_text.render_text, diff_html.render_html, diff_json.render_json):
            render(diff).encode("utf-8", "backslashreplace")
    parse_interface(mutated_json(json.loads((REPOSITORY / "docs/interface.json").read_bytes()), rng))


def _submitted(path: str, content: bytes, rng: random.Random) -> None:
    package = the_package()
    table = rng.choice((None, "figures", "sources"))
    submission = read_submission(path, content, schemas_of(package), table)
    added = add_rows(inputs_of(package, tables_of_the_example()), submission)
    for name in FORMATS:
        render_report(name, added.check).encode("utf-8", "backslashreplace")


@cache
def workbook() -> bytes:
    return saved(
        book_of(
            {
                name: [list(rows[0]), *map(list, (row.values() for row in rows))]
                for name, rows in sound_rows().items()
                if rows
            }
        )
    )


def fuzz_xlsx(rng: random.Random) -> None:
    _submitted("rows.xlsx", rezipped(workbook(), rng), rng)


def fuzz_json(rng: random.Random) -> None:
    rows = sound_rows()["figures"]
    _submitted("rows.json", json_bytes(mutated_json(rows, rng), rng), rng)


def fuzz_jsonl(rng: random.Random) -> None:
    lines = [json_bytes(mutated_json(row, rng), rng) for row in sound_rows()["figures"]]
    _submitted(rng.choice(("rows.jsonl", "-")), b"\n".join(lines), rng)


def fuzz_submitted_csv(rng: random.Random) -> None:
    path = rng.choice(list(tables_of_the_example()))
    _submitted(rng.choice(("rows.csv", "-", "figures.csv")), mutated(tables_of_the_example()[path], rng), rng)


def fuzz_form(rng: random.Random) -> None:
    body = issue_body(form(FOLDER / "1-figure.yml"), FIGURE)
    for answer in FIGURE.values():
        if rng.random() < 0.1:
            body = body.replace(answer, odd_text(rng), 1)
    content = body.encode("utf-8", "surrogatepass")
    _submitted("issue.md", mutated(content, rng) if rng.random() < 0.7 else content, rng)


def fuzz_correction(rng: random.Random) -> None:
    document = form(FOLDER / "7-correction.yml")
    asked = {element["id"]: odd_text(rng) for element in elements(document) if element["type"] != "dropdown"}
    body = issue_body(document, asked).encode("utf-8", "surrogatepass")
    body = mutated(body, rng) if rng.random() < 0.5 else body
    wanted = parse_correction(body.decode("utf-8", "replace"), "issue.md", schemas_of(the_package()))
    inputs = inputs_of(the_package(), tables_of_the_example())
    row_id = rng.choice((wanted.row_id, sound_rows()["figures"][0]["figure_id"]))
    values = {**wanted.values, rng.choice(the_package().resource("figures").schema.columns): odd_text(rng)}
    correct(inputs, row_id, values, wanted.reason, _DAY, wanted.places)


PAGE: Final = (
    b"<!DOCTYPE html><html><head><meta charset=utf-8><title>T</title><style>p{}</style></head><body><h1>A</h1>"
    b"<p>The goal was <b>one million</b> people in a year, two officials said on Monday.</p><div hidden>no</div>"
    b"<table><tr><td>1<td>2</table><svg><text>x</text></svg><script>var a='</p>';</script><textarea>t</textarea>"
    b"<ul><li>caf\xc3\xa9 &amp; &eacute; &#233;</ul><!-- c --><pre>\n a </pre><select><option>o</select></body></html>"
)
MHTML: Final = (
    b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?T?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
    b'\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n------x\r\nContent-Type: text/html; charset=utf-8\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/\r\n\r\n"
    b"<html><body><p>The goal was =\r\none million people in a year =E2=80=93 they said.</p></body></html>\r\n"
    b"------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------x--\r\n"
)
TEXT: Final = "The goal was one million people in a year — “two officials” said on Monday. Café ½ ﬁ.\n".encode() * 3


def _page(name: str, content: bytes, rng: random.Random) -> None:
    with folder() as root:
        path = root / name
        path.write_bytes(mutated(content, rng))
        stream = evidence_stream(read_text(path))
    locate_in_stream(stream, "one million people in a year, two officials said")
    Stream(stream)


def fuzz_html(rng: random.Random) -> None:
    _page(rng.choice(("page.html", "page.htm", "page.xhtml")), PAGE, rng)


def fuzz_mhtml(rng: random.Random) -> None:
    _page("page.mhtml", MHTML, rng)


def fuzz_text(rng: random.Random) -> None:
    _page("page.txt", TEXT, rng)


@cache
def zipped_package() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in tables_of_the_example().items():
            new.writestr(f"release/{name}", content)
        for path in (REPOSITORY / "datapackage.json", *sorted((REPOSITORY / "schemas").rglob("*.json"))):
            new.writestr(f"release/{path.relative_to(REPOSITORY).as_posix()}", path.read_bytes())
    return written.getvalue()


def fuzz_zip(rng: random.Random) -> None:
    with folder() as root:
        path = root / "release.zip"
        path.write_bytes(rezipped(zipped_package(), rng))
        with opened(path):
            pass
        with unpacked(path) as release:
            read_contents(release, "release.zip", "zip")


def fuzz_periods(rng: random.Random) -> None:
    sound = rng.choice((b"2025-04", b"2025-01-20/2026-01-19", b"2025-21", b"../2025-04-12", b"2025-04-12~", b"Q1 2025"))
    for text in (mutated(sound, rng).decode("utf-8", "replace"), odd_text(rng)):
        suggest_day(text)
        suggest_period(text)
        for field in the_package().resource("figures").schema.fields:
            restore_value(field, text)
        language_problem(text)
        overlap(parse_period(text), parse_period("2025"))


def fuzz_numbers(rng: random.Random) -> None:
    sound = rng.choice(
        (b"about 1.2 million people", b"at least one hundred thousand", b"$4.5bn", b"two thirds", b"40-50 percent")
    )
    for text in (mutated(sound, rng).decode("utf-8", "replace"), odd_text(rng)):
        numbers_in(text)
        hedge_in(text)
        prints_plainly(text, "1200000")
        cell_number(text)
        number = parse_number(text)
        if number is not None:
            plain(number)


def fuzz_renderers(rng: random.Random) -> None:
    def finding() -> Finding:
        place = rng.randrange(1, 10**6), rng.randrange(1, 500), rng.randrange(1, 600)
        rule = rng.choice(("enum", "quoting", "spreadsheet-value", odd_text(rng)))
        texts = [odd_text(rng) for _ in range(8)]
        path, field, table, row_id, message, value, suggestion, cell = texts
        return Finding(
            path or "x",
            *place,
            field,
            table,
            row_id,
            rule,
            rng.choice(list(Level)),
            message,
            value,
            suggestion,
            rng.random() < 0.5,
            cell,
        )

    result = CheckResult(
        tuple(finding() for _ in range(rng.choice((0, 1, 5, 40)))), {"figures": 3}, {"figures": "f.csv"}
    )
    for name in FORMATS:
        render_report(name, result).encode("utf-8", "backslashreplace")
    render_github_summary(result).encode("utf-8", "backslashreplace")
    text_report.render_text(result, colour=True)


def fuzz_answers(rng: random.Random) -> None:
    """What show, search and compare say of odd rows; of rows that break rules the commands say so and nothing else."""
    rows = _odd_rows(rng)
    package = the_package()
    search_rows(package, rows, odd_text(rng) or "x")
    try:
        found = compare(rows)
        areas = {row["area"]: row["name"] for row in rows["areas"]}
        render_comparisons(found[:3], areas, {}) if found else ""
        render_drift(found, areas)
        render_row(row_card(package, rows, rows["figures"][0]["figure_id"]), colour=True)
    except (ArithmeticError, LookupError, ValueError):
        files = {
            resource.path: b"\n".join(
                [",".join(resource.schema.columns).encode(), *(_line(row) for row in rows[resource.name])]
            )
            + b"\n"
            for resource in package.resources
        }
        if not check_tables(inputs_of(package, files)).failed():
            raise


def _line(row: dict[str, str]) -> bytes:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in row.values()).encode("utf-8", "replace")


READERS: Final[dict[str, Callable[[random.Random], None]]] = {
    name.removeprefix("fuzz_"): reader for name, reader in list(globals().items()) if name.startswith("fuzz_")
}
