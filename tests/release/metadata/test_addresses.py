"""Addresses: written once, in datapackage.json, they reach every metadata file; what is not given is nowhere."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.facts import dataset_facts, missing_addresses
from deportation_goal.release.content import release_files
from support import WITHOUT_PICTURES, copy_package, example_files, write_files
from versions import edit_json

HOME, CODE, MAIL, DOI = "https://goal.example/", "https://git.example/goal", "ask@goal.example", "10.1234/goal.1"
FILES: Final = ("README.md", "CITATION.cff", "croissant.json", "metadata/datacite.json", "metadata/dataset.jsonld")


def address(document: dict[str, Any]) -> None:
    document.update(homepage=HOME, repository=CODE, id=f"https://doi.org/{DOI}")
    document["contributors"][0]["email"] = MAIL


@pytest.fixture(scope="module")
def with_addresses(tmp_path_factory: pytest.TempPathFactory, package: Package) -> dict[str, str]:
    """The files of a release whose descriptor gives every address."""
    folder = copy_package(tmp_path_factory.mktemp("addresses") / "example", with_data=False)
    write_files(folder, example_files(package))
    edit_json(folder / "datapackage.json", address)
    files = release_files(load_package(folder), WITHOUT_PICTURES)
    return {path: content.decode() for path, content in files.items()}


def provenance(files: dict[str, str]) -> str:
    return next(content for path, content in files.items() if path.startswith("metadata/provenance."))


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES)
def test_page_and_doi_reach_every_file(with_addresses: dict[str, str], path: str) -> None:
    assert DOI in with_addresses[path]
    assert HOME in with_addresses[path] or path == "croissant.json"


@pytest.mark.parametrize("path", [name for name in FILES if name != "croissant.json"])
def test_the_repository_reaches_every_file_that_has_a_place_for_it(with_addresses: dict[str, str], path: str) -> None:
    assert CODE in with_addresses[path]
    assert CODE in provenance(with_addresses)


@pytest.mark.parametrize("path", ["README.md", "CITATION.cff", "croissant.json", "metadata/dataset.jsonld"])
def test_who_can_be_asked_is_said(with_addresses: dict[str, str], path: str) -> None:
    assert MAIL in with_addresses[path]


def test_croissant_has_the_address_that_it_asks_for(with_addresses: dict[str, str]) -> None:
    assert json.loads(with_addresses["croissant.json"])["url"] == HOME


def test_none_is_made_up(example_release: dict[str, bytes]) -> None:
    for path in (*FILES, next(path for path in example_release if path.startswith("metadata/provenance."))):
        text = example_release[path].decode()
        assert "repository-code" not in text
        assert "codeRepository" not in text
        assert "email" not in text
        assert "Where it comes from" not in text


def test_the_readme_says_how_to_install_the_tool_by_its_hash(example_release: dict[str, bytes]) -> None:
    version = json.loads(example_release["datapackage.json"])["version"]
    text = example_release["README.md"].decode()
    assert f"deportation_goal-{version}-py3-none-any.whl#sha256=" in text
    assert f"deportation-goal verify deportation-goal-{version}.zip" in text


def test_what_is_missing_is_said_with_what_it_costs(package: Package) -> None:
    document = json.loads(json.dumps(package.descriptor))
    for member in ("homepage", "repository", "id"):
        document.pop(member, None)
    said = missing_addresses(dataset_facts(document))
    assert [sentence.split(": ")[0] for sentence in said] == [
        "datapackage.json gives no homepage",
        "datapackage.json gives no repository",
        "datapackage.json gives no id (a DOI)",
        "datapackage.json gives no email of a contributor",
    ]
    address(document)
    assert missing_addresses(dataset_facts(document)) == []
