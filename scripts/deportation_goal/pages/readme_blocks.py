"""The generated blocks of README.md: who says how many, what to know before quoting, a figure in words, the commands, a finding, the citation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

import click

from deportation_goal.derived.first_year import first_year
from deportation_goal.derived.joined import Joined
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import Package
from deportation_goal.package.facts import citation_sentence, dataset_facts
from deportation_goal.pages.example_rows import example_figure, example_text
from deportation_goal.pages.generated_blocks import with_blocks
from deportation_goal.report.text_report import render_text
from deportation_goal.rules.engine import TableInput, check_tables, package_inputs
from deportation_goal.statements.quoting_notes import quoting_notes, texts_of
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.canonical import in_order
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.templating import render
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.numbers import grouped
from deportation_goal.values.periods import period_words

PAGE: Final = "README.md"
_FIRST_LINES: Final = 10


def refreshed_readme(readme: str, package: Package, cli: click.Group) -> str:
    """Return a README with its generated blocks made anew.

    Args:
        readme: The text as it is now.
        package: The package whose rows are shown.
        cli: The commands.

    Raises:
        UserError: If a block has no markers in the text.
    """
    rows = read_rows(package)
    facts = dataset_facts(package.descriptor)
    notes = quoting_notes(texts_of(rows["sources"]), facts)
    blocks = {
        "first year": render("pages/templates/readme_first_year.md", lines=_first_year(package, rows)),
        "before you quote": render("pages/templates/readme_before_you_quote.md", notes=notes),
        "figure": example_text("figures", package, rows),
        "commands": render("pages/templates/readme_commands.md", commands=_commands(cli)),
        "finding": render("pages/templates/readme_finding.md", line=_finding(package, rows)),
        "citation": render("pages/templates/readme_citation.md", sentence=citation_sentence(facts)),
    }
    return with_blocks(readme, PAGE, blocks)


def _first_year(package: Package, rows: Rows) -> list[dict[str, str]]:
    """The first lines of the table first_year, with links."""
    table = in_order(derived_schema(package, "first_year"), first_year(Joined(rows)))
    return [
        {
            "who": row["body_name"] or row["publisher"],
            "number": _hedged(row),
            "counted": row["indicator"],
            "counted_to": period_words(row["counted_to"]),
            "where": f"[{row['publisher']}]({row['url']})" if row["url"] else row["publisher"],
        }
        for row in table[:_FIRST_LINES]
    ]


def _hedged(row: Row) -> str:
    value = grouped(Decimal(row["value"]))
    if row["value_max"]:
        return f"{value} to {grouped(Decimal(row['value_max']))}"
    return value if row["qualifier"] == "exact" else f"{hedge_words(row['qualifier'])} {value}"


def _commands(cli: click.Group) -> dict[str, str]:
    """Each command with the first line of its help."""
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: (command.help or "").splitlines()[0] for name, command in commands.items() if command}


def _finding(package: Package, rows: Rows) -> str:
    """Return what `check` says of the example figure with a misspelt qualifier."""
    figure = example_figure(rows)
    hedge = figure["qualifier"]
    misspelt = hedge.replace("_", "") if "_" in hedge else hedge[:-1]
    resource = package.resource("figures")
    lines = package.file(resource.path).read_text(encoding="utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{figure['figure_id']},"))
    lines[place] = lines[place].replace(f",{hedge},", f",{misspelt},", 1)
    changed = TableInput(resource.schema, resource.path, "\n".join(lines).encode())
    result = check_tables(package_inputs(package, {"figures": changed}), ["figures"])
    found = tuple(finding for finding in result.findings if finding.value == misspelt)
    _, line, *_ = render_text(replace(result, findings=found)).splitlines()
    return line.strip()
