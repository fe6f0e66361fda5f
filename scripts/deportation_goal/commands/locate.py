"""deportation-goal locate."""

from __future__ import annotations

import json
from pathlib import Path

import click

from deportation_goal.commands.common import PathName

EPILOG = """\b
Example:
  deportation-goal locate --text article.txt "at least one million migrants in the first year"
"""


@click.command(epilog=EPILOG)
@click.option(
    "--text",
    "text_file",
    required=True,
    type=PathName(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Your copy of the source: UTF-8 text, or a page saved from a browser (.html, .mhtml).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("words", nargs=-1, required=True)
@click.pass_context
def locate(ctx: click.Context, text_file: Path, as_json: bool, words: tuple[str, ...]) -> None:
    """Make the locator of a passage.

    WORDS is the passage as the text has it; quotation marks, dashes, case and white space do not matter. Says
    whether the passage is long enough and unique. Exit code 1 if it is not there or too short.
    """
    from deportation_goal.evidence import MINIMUM_LENGTH
    from deportation_goal.evidence.locator import locate_in_stream
    from deportation_goal.evidence.stream import evidence_stream, stream_sha256
    from deportation_goal.evidence.texts import read_text

    stream = evidence_stream(read_text(text_file))
    located = locate_in_stream(stream, " ".join(words))
    locator = located.locator
    if as_json:
        document = {
            "evidence_start": locator.start if locator else None,
            "evidence_end": locator.end if locator else None,
            "evidence_sha256": locator.sha256 if locator else None,
            "length": located.length,
            "occurrences": located.occurrences,
            "long_enough": located.long_enough,
            "text_sha256": stream_sha256(stream),
            "text_length": len(stream),
        }
        click.echo(json.dumps(document, indent=2))
    elif locator is None:
        click.echo(
            f"not found: {text_file} does not contain these words; copy them from the text, letter for letter",
            err=True,
        )
    else:
        click.echo(
            f"evidence_start   {locator.start}\nevidence_end     {locator.end}\nevidence_sha256  {locator.sha256}"
        )
        if located.occurrences > 1:
            click.echo(
                f"note: the passage occurs {located.occurrences} times in the text; this is the first",
                err=True,
            )
        if not located.long_enough:
            click.echo(
                f"too short: {located.length} characters of the evidence stream, at least {MINIMUM_LENGTH} are needed: take the whole sentence",
                err=True,
            )
    ctx.exit(0 if locator and located.long_enough else 1)
