"""What frictionless says of the example package as an example changes it: of the changed tables, and of nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from deportation_goal.package.descriptor import Package
from deportation_goal.release.frictionless_check import frictionless_errors
from deportation_goal.rules.rule import Example
from support import example_files, write_files


def opinion(folder: Path, package: Package, example: Example) -> list[str]:
    """Return what frictionless has against the example package after a change of some of its tables.

    Most of the time that frictionless takes goes into tables, however short: those that the example leaves alone, and
    that refer to none that it changes, are not read but where another table refers to them.
    """
    unchanged, files = example_files(package), example_files(package, example)
    changed = {resource.name for resource in package.resources if files.get(resource.path) != unchanged[resource.path]}
    write_files(folder, files)
    descriptor = json.loads((package.root / "datapackage.json").read_bytes())
    descriptor["resources"] = _needed(package, descriptor["resources"], changed)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return frictionless_errors(folder)


def _needed(package: Package, resources: list[dict[str, Any]], changed: set[str]) -> list[dict[str, Any]]:
    """Return the resources that the changed tables refer to or that refer to them, with those references alone."""
    needed, kept = set(changed), []
    for resource in resources:
        name = resource["name"]
        schema = json.loads((package.root / resource["schema"]).read_bytes())
        targets = [key["reference"]["resource"] or name for key in schema.get("foreignKeys", [])]
        pairs = zip(schema.pop("foreignKeys", []), targets, strict=True)
        keys = [(key, target) for key, target in pairs if name in changed or target in changed]
        if keys:
            schema["foreignKeys"] = [key for key, _ in keys]
            needed |= {name, *(target for _, target in keys)}
        kept.append({**resource, "schema": schema})
    return [resource for resource in kept if resource["name"] in needed]
