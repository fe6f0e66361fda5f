"""What a reader must know before quoting a row: how much was read, up to which day, what a bare number means, where to report an error."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from deportation_goal.package.facts import DatasetFacts
from deportation_goal.statements.derivation import chain_of
from deportation_goal.statements.statement_time import days_of
from deportation_goal.table_files import Row
from deportation_goal.values.periods import period_words


@dataclass(frozen=True)
class Texts:
    """How many texts the rows come from, and how few documents those go back to.

    Attributes:
        held: Texts of which at least a part was held.
        whole: How many of them were held whole.
        origins: Documents that they go back to.
        origins_not_seen: How many of these nobody here has seen.
        latest: The last day on which one of the texts held was published; None where no text has a date.
    """

    held: int
    whole: int
    origins: int
    origins_not_seen: int
    latest: datetime.date | None


def texts_of(sources: Sequence[Row]) -> Texts:
    """Count the texts that the rows come from.

    Args:
        sources: The rows of the table of sources.
    """
    by_id = {row["source_id"]: row for row in sources}
    derived_from = {source_id: row["derived_from"] for source_id, row in by_id.items()}
    held = [row for row in sources if row["access"] != "not_seen"]
    origins = {chain_of(row["source_id"], derived_from)[0] for row in held}
    # A month or an interval says only that a text is not later than its end; its beginning is certain.
    days = [found[0] for row in held if (found := days_of(row["published"]))]
    return Texts(
        held=len(held),
        whole=sum(row["access"] == "full" for row in held),
        origins=len(origins),
        origins_not_seen=sum(by_id[origin]["access"] == "not_seen" for origin in origins),
        latest=max(days, default=None),
    )


def quoting_notes(texts: Texts, facts: DatasetFacts) -> tuple[tuple[str, str], ...]:
    """Return what to know before quoting a row: headings and sentences, in plain text.

    Args:
        texts: What was read.
        facts: What the descriptor says of the dataset.
    """
    if not texts.held:
        return ()
    until = f"The latest text is of {period_words(texts.latest.isoformat())}. " if texts.latest else ""
    return (
        (
            "Texts seen in part",
            f"The rows come from {texts.held:,} texts. Of {texts.held - texts.whole:,} only a part was seen, and "
            f"{texts.whole:,} were read in full (column access). What the rest of a text says is not recorded.",
        ),
        (
            "Not a sample",
            "The texts are not a representative sample of what was published. A count of rows or texts says nothing "
            "about how often something was said, and texts that retell one report are one source, not many (column "
            "origin).",
        ),
        (
            "Data until",
            f"{until}Version {facts.version} is of {period_words(facts.date)}. Later statements are missing.",
        ),
        (
            "Unhedged numbers",
            'Unhedged (code exact) means that the text prints the number without a word such as "about" or "nearly". '
            "It does not mean that the number is exact: a bare 600,000 is usually rounded, and the interval of the "
            "row says how far.",
        ),
        (
            "Quote the source too",
            "The dataset records who said what. It does not say what is true. Open the address of the source, and "
            "check the number there, before you print it.",
        ),
        ("Report an error", _report(facts)),
    )


def _report(facts: DatasetFacts) -> str:
    where = f"Open an issue at {facts.repository}" if facts.repository else "Open an issue in the repository"
    mail = f", or write to {facts.contact_email}" if facts.contact_email else ""
    return f"{where}{mail}: name the id of the row, such as fig-7k2m9q, what is wrong, and how you know."
