"""The descriptor: every broken one is refused with one sentence."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package, read_json, safe_path

THINGS: Final[dict[str, Any]] = {
    "fields": [{"name": "id"}, {"name": "place"}],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}}],
}
DESCRIPTOR: Final[dict[str, Any]] = {
    "name": "deportation-goal",
    "version": "1.2.3",
    "resources": [
        {"name": "things", "path": "data/things.csv", "schema": "schemas/things.json"},
        {"name": "places", "path": "data/places.csv", "schema": {"fields": [{"name": "code"}], "primaryKey": "code"}},
    ],
}
SYMLINKS = pytest.mark.skipif(os.name != "posix", reason="making symbolic links needs rights elsewhere")


def _write(folder: Path, descriptor: object = DESCRIPTOR, schema: object = THINGS) -> Path:
    """Write a package into a folder; JSON as given where it is bytes or a string."""
    for path, content in {"datapackage.json": descriptor, "schemas/things.json": schema}.items():
        text = content if isinstance(content, bytes | str) else json.dumps(content)
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder


def _refused(folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        load_package(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message == message.strip() != ""
    return message


def _changed(*path: str | int, to: object) -> dict[str, Any]:
    document = copy.deepcopy(DESCRIPTOR)
    inner: Any = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return document


def test_a_good_package(tmp_path: Path) -> None:
    package = load_package(_write(tmp_path))
    assert package.version == "1.2.3"
    assert package.table_names == ("things", "places")
    things, places = package.resources
    assert (things.path, things.schema_path, things.schema.columns) == (
        "data/things.csv",
        "schemas/things.json",
        ("id", "place"),
    )
    assert (places.schema_path, places.schema.primary_key) == ("", "code")
    assert package.resource("places") is places
    assert package.file(things.path) == tmp_path / "data" / "things.csv"
    with pytest.raises(KeyError):
        package.resource("nothing")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "datapackage.json is not valid JSON"),
        ("{", "datapackage.json is not valid JSON"),
        ('{"name": "a",}', "line 1 column"),
        ("[" * 100_000, "nested too deep"),
        ('{"version": ' + "9" * 5000 + "}", "not valid JSON"),
        (b'{"name": "\xe9"}', "is not UTF-8 (byte 10): save it as UTF-8"),
        ("\ufeff{}", "not valid JSON"),
        ("[]", "does not hold a JSON object"),
        ('"text"', "does not hold a JSON object"),
        ('{"name": "a", "name": "b"}', 'the member "name" appears twice in one object'),
        (
            '{"name": "deportation-goal", "x": {"y": 1, "z": 2, "y": 3}}',
            'datapackage.json: the member "y" appears twice',
        ),
    ],
)
def test_a_descriptor_that_is_no_json_object(tmp_path: Path, content: str | bytes, reason: str) -> None:
    assert reason in _refused(_write(tmp_path, content))


@pytest.mark.parametrize(
    ("descriptor", "reason"),
    [
        (_changed("name", to="another"), 'describes "another", not deportation-goal'),
        (_changed("name", to=None), "not deportation-goal"),
        ({"name": "deportation-goal", "resources": DESCRIPTOR["resources"]}, "has no version"),
        (_changed("version", to=1), "has no version"),
        (_changed("version", to=""), "has no version"),
        (_changed("version", to="1.2"), "has no version of the form 1.2.3"),
        (_changed("version", to="01.2.3"), "has no version of the form 1.2.3"),
        (_changed("version", to="1.2.3-beta"), "has no version of the form 1.2.3"),
        (_changed("version", to="1.2.3\n"), "has no version of the form 1.2.3"),
        (_changed("resources", to=None), "lists no resources"),
        (_changed("resources", to=[]), "lists no resources"),
        (_changed("resources", to={}), "lists no resources"),
        (_changed("resources", 0, to="things"), "resource 1 has no name"),
        (_changed("resources", 1, "name", to=5), "resource 2 has no name"),
        (_changed("resources", 1, "name", to="things"), 'lists the resource "things" twice'),
        (_changed("resources", 0, "schema", to=None), 'resource "things" has no schema'),
        (_changed("resources", 0, "schema", to=[]), 'resource "things" has no schema'),
        (_changed("resources", 0, "schema", to="schemas/gone.json"), "gone.json is missing"),
        (_changed("resources", 0, "schema", to="schemas"), "schemas cannot be read"),
        (_changed("resources", 1, "schema", "primaryKey", to=[]), "datapackage.json: the schema of places needs"),
    ],
)
def test_a_descriptor_that_says_too_little(tmp_path: Path, descriptor: dict[str, Any], reason: str) -> None:
    assert reason in _refused(_write(tmp_path, descriptor))


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("{", "things.json is not valid JSON"),
        ("[]", "schemas/things.json: the schema of things is not a JSON object"),
        ('{"fields": [], "fields": []}', 'schemas/things.json: the member "fields" appears twice'),
        ({**THINGS, "primaryKey": []}, "schemas/things.json: the schema of things needs a primaryKey"),
        ({**THINGS, "foreignKeys": 5}, "schemas/things.json: the schema of things"),
    ],
)
def test_a_broken_schema_is_named_with_its_file(tmp_path: Path, schema: object, reason: str) -> None:
    assert reason in _refused(_write(tmp_path, schema=schema))


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ({"resource": "nowhere", "fields": ["code"]}, 'column place refers to "nowhere", which is not a resource'),
        (
            {"resource": "places", "fields": ["nothing"]},
            'column place refers to "nothing", which is not a column of places',
        ),
        ({"fields": ["code"]}, 'column place refers to "code", which is not a column of things'),
    ],
)
def test_a_foreign_key_to_nowhere(tmp_path: Path, reference: dict[str, Any], reason: str) -> None:
    schema = {**THINGS, "foreignKeys": [{"fields": ["place"], "reference": reference}]}
    message = _refused(_write(tmp_path, schema=schema))
    assert message.startswith("schemas/things.json")
    assert reason in message


@pytest.mark.parametrize("member", ["path", "schema"])
@pytest.mark.parametrize(
    "path",
    [
        "../things.csv",
        "data/../../things.csv",
        "data/..",
        "/etc/hostname",
        "https://example.org/things.csv",
        "file:///etc/hostname",
        "data\\things.csv",
        "..\\things.csv",
        "data/things\0.csv",
    ],
)
def test_a_path_that_climbs_out_or_is_an_address(tmp_path: Path, member: str, path: str) -> None:
    message = _refused(_write(tmp_path, _changed("resources", 0, member, to=path)))
    assert message.startswith('datapackage.json: resource "things"')
    assert "only paths inside the package folder are allowed" in message


@pytest.mark.parametrize("path", ["", None, 5, ["data/things.csv", "data/more.csv"], {}])
def test_a_path_that_is_not_of_one_file(tmp_path: Path, path: object) -> None:
    assert "needs the path of one file" in _refused(_write(tmp_path, _changed("resources", 0, "path", to=path)))


@SYMLINKS
@pytest.mark.parametrize("member", ["path", "schema"])
@pytest.mark.parametrize("through", ["file", "folder"])
def test_a_symbolic_link_that_leads_out(tmp_path: Path, member: str, through: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "package"
    outside.mkdir()
    root.mkdir()
    (outside / "secret.json").write_text(json.dumps(THINGS), encoding="utf-8")
    if through == "file":
        (root / "link.json").symlink_to(outside / "secret.json")
    else:
        (root / "links").symlink_to(outside)
    path = "link.json" if through == "file" else "links/secret.json"
    message = _refused(_write(root, _changed("resources", 0, member, to=path)))
    assert f'"{path}", a link that leads out of the package folder' in message


@SYMLINKS
def test_a_link_inside_the_package_and_a_linked_package_are_fine(tmp_path: Path) -> None:
    root = tmp_path / "package"
    root.mkdir()
    _write(root, _changed("resources", 0, "schema", to="things.json"))
    (root / "things.json").symlink_to(root / "schemas" / "things.json")
    (tmp_path / "linked").symlink_to(root)
    assert load_package(tmp_path / "linked").table_names == ("things", "places")


@SYMLINKS
def test_links_in_a_loop(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "things.csv").symlink_to(tmp_path / "data" / "other.csv")
    (tmp_path / "data" / "other.csv").symlink_to(tmp_path / "data" / "things.csv")
    _write(tmp_path)
    try:
        package = load_package(tmp_path)
    except UserError as error:
        assert "leads nowhere" in str(error)
    else:
        # From Python 3.13 on such a path resolves to itself; reading it fails then.
        with pytest.raises(OSError, match="symbolic link"):
            package.file("data/things.csv").read_bytes()


def test_a_path_that_no_file_system_can_hold(tmp_path: Path) -> None:
    text = json.dumps(DESCRIPTOR).replace("data/things.csv", "data/\\ud800.csv")
    assert "a path that leads nowhere" in _refused(_write(tmp_path, text))


@pytest.mark.parametrize("name", ["missing", "."])
def test_a_folder_without_a_descriptor(tmp_path: Path, name: str) -> None:
    assert _refused(tmp_path / name).endswith("datapackage.json is missing")


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_json(tmp_path)


def test_safe_paths_are_returned_as_they_are(tmp_path: Path) -> None:
    for path in ("a.csv", "data/reference/a.csv", "data/not there yet.csv", "a..b/c...csv"):
        assert safe_path(tmp_path, path, "it") == path


def _paths(document: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path to a value inside a JSON document."""
    steps = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [path for step, inner in steps for path in [(*here, step), *_paths(inner, (*here, step))]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(_paths(DESCRIPTOR)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
)
def test_any_value_in_a_descriptor_is_read_or_refused_in_a_sentence(
    tmp_path: Path, path: tuple[str | int, ...], value: object
) -> None:
    _write(tmp_path, _changed(*path, to=value))
    try:
        package = load_package(tmp_path)
    except UserError as error:
        assert str(error)
    else:
        assert all(resource.schema.columns for resource in package.resources)


def test_the_descriptor_of_this_repository_names_files_that_are_there(package: Package) -> None:
    for resource in package.resources:
        assert package.file(resource.path).is_file(), resource.path
        assert package.file(resource.schema_path).is_file(), resource.schema_path
