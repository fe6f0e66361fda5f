"""What tests of the issue forms and the workflows share.

Writes the body of an issue from a form as GitHub does: the form's own definition and the answers in, Markdown out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from support import REPOSITORY

FOLDER = REPOSITORY / ".github" / "ISSUE_TEMPLATE"
WORKFLOWS = REPOSITORY / ".github" / "workflows"
NO_RESPONSE = "_No response_"

FIGURE = {
    "source_id": "made-up-daily-2025-04-12",
    "words": "The office said that it had removed about 4,000 people in March.",
    "indicator_id": "removals-goal",
    "area": "USA",
    "period": "2025-03",
    "period_basis": "stated",
    "value": "4000",
    "qualifier": "about",
    "value_text": "about 4,000 people",
    "status": "reported",
    "attribution_type": "unattributed",
}
"""Answers to the form of a new figure; about nothing that anybody has said."""


@cache
def form(file: Path) -> dict[str, Any]:
    """Return the definition of a form; not to be changed."""
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def elements(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the elements of a form that ask for something."""
    return [element for element in document["body"] if element["type"] != "markdown"]


def choice(element: Mapping[str, Any], code: str) -> str:
    """Return the option of a drop-down that stands for a code."""
    options: list[str] = element["attributes"]["options"]
    return next(option for option in options if option.endswith(f"({code})"))


def issue_body(document: Mapping[str, Any], answers: Mapping[str, str], *, ticked: bool = True) -> str:
    """Return the body that GitHub writes.

    Args:
        document: The definition of the form.
        answers: Values by id of the element; codes for drop-downs.
        ticked: Whether boxes are ticked.
    """
    parts = []
    for element in elements(document):
        attributes, answer = element["attributes"], answers.get(element["id"], "")
        if element["type"] == "checkboxes":
            value = "\n".join(f"- [{'x' if ticked else ' '}] {option['label']}" for option in attributes["options"])
        elif not answer.strip():
            value = NO_RESPONSE
        elif element["type"] == "dropdown":
            value = choice(element, answer)
        elif "render" in attributes:
            value = f"```{attributes['render']}\n{answer}\n```"
        else:
            value = answer
        parts.append(f"### {attributes['label']}\n\n{value}")
    return "\n\n".join(parts)


@cache
def workflow(name: str) -> dict[Any, Any]:
    """Return the definition of a workflow; not to be changed."""
    document: dict[Any, Any] = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return document


def script(name: str, job: str, step: str) -> str:
    """Return the script of a step."""
    (found,) = [item["run"] for item in workflow(name)["jobs"][job]["steps"] if item.get("name") == step]
    return str(found)
