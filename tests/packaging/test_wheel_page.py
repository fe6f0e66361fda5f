"""The page of the package at an index: no link of it leads nowhere."""

from __future__ import annotations

import importlib.util
import json
import re
import zipfile
from collections.abc import Callable
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest

from support import REPOSITORY

RELATIVE = re.compile(r"\]\((?!https?://|#)[^)]*\)")
REPOSITORY_ADDRESS = "https://github.com/example/goal"


@pytest.fixture(scope="module")
def wheel_page() -> Callable[[str, str, str], str]:
    """The function of the hook, which is in no package."""
    spec = importlib.util.spec_from_file_location("wheel_page", REPOSITORY / "requirements/wheel_page.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page: Callable[[str, str, str], str] = module.wheel_page
    return page


README = "[a](docs/a.md#b), [w](https://example.org), [t](#t), ![p](p.svg)\n\n```r\nx[1](2)\n```\n"


@pytest.mark.parametrize(
    ("repository", "page"),
    [
        ("", "a, [w](https://example.org), [t](#t), p"),
        ("https://git.example.org/goal", "a, [w](https://example.org), [t](#t), p"),
        *(
            (
                address,
                f"[a]({REPOSITORY_ADDRESS}/blob/v1.2.3/docs/a.md#b), [w](https://example.org), [t](#t), "
                f"![p]({REPOSITORY_ADDRESS}/raw/v1.2.3/p.svg)",
            )
            for address in (REPOSITORY_ADDRESS, f"{REPOSITORY_ADDRESS}/", f"{REPOSITORY_ADDRESS}.git")
        ),
    ],
)
def test_a_relative_link_leads_to_the_tag_or_is_its_words(
    repository: str, page: str, wheel_page: Callable[[str, str, str], str]
) -> None:
    assert wheel_page(README, repository, "1.2.3") == f"{page}\n\n```r\nx[1](2)\n```\n"


def test_the_readme_has_relative_links_and_its_page_none(wheel_page: Callable[[str, str, str], str]) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert RELATIVE.search(readme)
    for address in ("", REPOSITORY_ADDRESS):
        assert RELATIVE.findall(wheel_page(readme, address, "1.0.0")) == []


def page_of(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (path,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(path).decode("utf-8"))
    assert metadata["Description-Content-Type"].startswith("text/markdown")
    return str(metadata.get_payload())


@pytest.mark.slow
def test_the_page_of_the_wheel_leads_into_the_repository_once_its_address_is_known(
    built: Any, new_checkout: Callable[[Path], Path], build_again: Callable[..., Any], tmp_path: Path
) -> None:
    descriptor = json.loads((REPOSITORY / "datapackage.json").read_text(encoding="utf-8"))
    page = page_of(built.wheel)
    assert page.startswith("# One million deportations in a year")
    assert RELATIVE.findall(page) == []
    source = new_checkout(tmp_path / "checkout")
    document = {**descriptor, "repository": REPOSITORY_ADDRESS}
    (source / "datapackage.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
    known = page_of(build_again(source, tmp_path / "built").wheel)
    assert RELATIVE.findall(known) == []
    assert f"({REPOSITORY_ADDRESS}/blob/v{descriptor['version']}/docs/method.md)" in known
