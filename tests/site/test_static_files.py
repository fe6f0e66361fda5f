"""Style sheet and scripts: their budgets, and colours that can be told from the paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.site.site_assets import hashed_name, read_assets, specification
from programs import require_program

STATIC: Final = Path(__file__).parents[2] / "scripts/deportation_goal/site/static"
SCRIPTS: Final = sorted(path.name for path in STATIC.glob("*.js"))


def test_they_stay_small() -> None:
    content = read_assets().content
    assert len(content["site.css"]) < 10_000
    assert sum(len(content[name]) for name in SCRIPTS) < 20 * 1024
    assert max(len(content[name]) for name in SCRIPTS) < 8_000


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_one(name: str) -> None:
    assert subprocess.run([require_program("node"), "--check", STATIC / name], check=False).returncode == 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_puts_no_markup_into_a_page(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "localStorage"):
        assert word not in text


def test_a_changed_file_has_another_address() -> None:
    assert hashed_name("data/figures.js", b"one") != hashed_name("data/figures.js", b"two")
    assert re.fullmatch(r"assets/site-[0-9a-f]{8}\.css", read_assets().paths["site.css"])


def test_the_specification_names_its_data_in_the_site() -> None:
    assert b'"url": "data/goal_vs_outcome.csv"' in specification()


def colours(scheme: int) -> dict[str, str]:
    """Return the colours of the light (0) or the dark (1) scheme by name."""
    blocks = re.findall(r":root\{([^}]*)\}", (STATIC / "site.css").read_text(encoding="utf-8"))
    return dict(re.findall(r"--([a-z0-9]+):(#[0-9a-f]{3,6})\b", blocks[scheme]))


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    parts = [int(part * (3 - len(part)), 16) / 255 for part in re.findall("." * (len(digits) // 3), digits)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_lines_of_charts_can_be_told_from_the_paper_and_texts_be_read(scheme: int) -> None:
    found = colours(scheme)
    lines = [name for name in found if re.fullmatch(r"c[0-8]", name)]
    assert len(lines) == 9
    assert len({found[name] for name in lines}) == 9
    for name in lines:
        assert contrast(found[name], found["paper"]) >= 3, name
    for name in ("text", "soft", "link", "bad", "good"):
        assert contrast(found[name], found["paper"]) >= 4.5, name
