"""The provenance is PROV-O that any reader of RDF understands, names the tag, and asks neither clock nor git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from deportation_goal.derived import DERIVED

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SCHEMA_ORG = "https://schema.org/"
VERSION, SHA256, URL = (URIRef(f"{SCHEMA_ORG}{name}") for name in ("version", "sha256", "url"))
FOLDER = "https://example.org/release/"
FILE = f"{FOLDER}metadata/provenance.jsonld"


def _here(fragment: str) -> URIRef:
    return URIRef(f"{FILE}#{fragment}")


@pytest.fixture
def graph(example_release: dict[str, bytes]) -> Graph:
    """The triples of the file, as if it stood at an address."""
    return Graph().parse(data=example_release["metadata/provenance.jsonld"].decode(), format="json-ld", publicID=FILE)


def test_every_term_is_one_of_prov_schema_org_or_rdf(graph: Graph) -> None:
    others = {RDF.type, RDFS.label, VERSION, SHA256, URL}
    of_prov = {*graph.predicates(), *graph.objects(predicate=RDF.type)} - others
    assert of_prov
    assert all(str(term).startswith(str(PROV)) for term in of_prov)
    assert of_prov <= {URIRef(term) for term in dir(PROV)}


def test_the_release_is_generated_by_a_build_from_the_tag(graph: Graph, example_release: dict[str, bytes]) -> None:
    descriptor = json.loads(example_release["datapackage.json"])
    assert (_here("release"), PROV.wasGeneratedBy, _here("build")) in graph
    assert (_here("build"), PROV.used, _here("repository")) in graph
    assert (_here("build"), PROV.wasAssociatedWith, _here("tool")) in graph
    assert str(graph.value(_here("repository"), VERSION)) == f"v{descriptor['version']}"
    assert str(graph.value(_here("release"), VERSION)) == descriptor["version"]
    made = graph.value(_here("release"), PROV.generatedAtTime)
    assert str(made).replace("+00:00", "Z") == descriptor["created"]


def test_every_table_is_an_entity_with_its_hash(graph: Graph, example_release: dict[str, bytes]) -> None:
    resources = json.loads(example_release["datapackage.json"])["resources"]
    members = set(graph.objects(_here("release"), PROV.hadMember))
    assert members == {URIRef(FOLDER + resource["path"]) for resource in resources if resource["format"] == "csv"}
    for resource in resources:
        entity = URIRef(FOLDER + resource["path"])
        assert str(graph.value(entity, SHA256)) == resource["hash"].removeprefix("sha256:")
        source = _here("tables" if resource["name"] in DERIVED else "repository")
        assert list(graph.objects(entity, PROV.wasDerivedFrom)) == [source]


def test_derived_tables_come_from_those_that_people_edit(graph: Graph) -> None:
    edited = {str(entity).removeprefix(FOLDER) for entity in graph.objects(_here("tables"), PROV.hadMember)}
    assert "data/figures.csv" in edited
    assert not [path for path in edited if path.startswith("derived/")]


def test_the_documents_behind_the_tables_are_named(graph: Graph, example_release: dict[str, bytes]) -> None:
    sources = json.loads(example_release["datapackage.json"])["sources"]
    given = {str(graph.value(source, RDFS.label)) for source in graph.objects(_here("tables"), PROV.hadPrimarySource)}
    assert given == {source["title"] for source in sources}


def test_no_git_and_no_path_of_a_machine_is_in_it(example_release: dict[str, bytes]) -> None:
    text = example_release["metadata/provenance.jsonld"].decode()
    assert str(Path.cwd()) not in text
    assert "commit" not in text
