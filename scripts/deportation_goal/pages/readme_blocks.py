"""The generated blocks of README.md: a figure in words, the commands, a finding, the number of texts, the citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import click

from deportation_goal.errors import UserError
from deportation_goal.markdown import code, table
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.contents_page import texts_lead
from deportation_goal.pages.example_rows import example_figure, example_lines
from deportation_goal.release.metadata.citation import citation_sentence
from deportation_goal.release.metadata.facts import dataset_facts
from deportation_goal.report.text_report import render_text
from deportation_goal.rules.engine import TableInput, check_tables, package_inputs
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows


def refreshed_readme(readme: str, package: Package, cli: click.Group) -> str:
    """Return a README with its generated blocks made anew.

    Args:
        readme: The text as it stands.
        package: The package whose rows are shown.
        cli: The commands.

    Raises:
        UserError: If a block has no markers in the text.
    """
    rows = read_rows(package)
    blocks = {
        "figure": example_lines("figures", package, rows),
        "commands": table(["command", "does"], _commands(cli)),
        "finding": _finding_block(package, rows),
        "texts": texts_lead(rows),
        "citation": [f"> {citation_sentence(dataset_facts(package.descriptor))}"],
    }
    for name, lines in blocks.items():
        start, end = f"<!-- {name}: generated, `make docs` writes it -->", f"<!-- end of {name} -->"
        if readme.count(start) != 1 or readme.count(end) != 1:
            raise UserError(f"README.md needs the lines «{start}» and «{end}», once each")
        before, rest = readme.split(start)
        _, after = rest.split(end)
        readme = "\n".join([f"{before}{start}", "", *lines, "", f"{end}{after}"])
    return readme


def _commands(cli: click.Group) -> list[list[str]]:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return [[code(name), (command.help or "").splitlines()[0]] for name, command in commands.items() if command]


def _finding_block(package: Package, rows: Rows) -> Iterator[str]:
    """Yield what `check` says of the example figure with a misspelt qualifier."""
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
    yield from ["```text", line.strip(), "```"]
