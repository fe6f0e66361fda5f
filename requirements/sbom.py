"""Prints what a release is built with, as a CycloneDX 1.6 document: each package that requirements/build.txt pins, with its hashes.

Neither a clock nor a random number is asked: the same pins give the same document.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(requirements: str) -> list[dict[str, Any]]:
    """Return the packages of a requirements file, each pin with its condition on its own line and hashes below it."""
    found = []
    for block in re.split(r"\n(?=\S)", requirements):
        pin = PINNED.match(block)
        if pin is None:
            continue
        name, version = pin["name"].lower().replace("_", "-"), pin["version"]
        address = f"pkg:pypi/{name}@{version}"
        # A package has a file a platform: any of these hashes is that of the installed one.
        files = [
            {"type": "distribution", "url": address, "hashes": [{"alg": "SHA-256", "content": digest}]}
            for digest in HASH.findall(block)
        ]
        found.append(
            {
                "type": "library",
                "bom-ref": f"{address}#{len(found)}",
                "name": name,
                "version": version,
                "purl": address,
                "externalReferences": files,
            }
        )
    return found


def document(root: Path) -> dict[str, Any]:
    """Return the document of a repository."""
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    subject = {"type": "data", "name": descriptor["name"], "version": descriptor["version"]}
    requirements = (root / "requirements/build.txt").read_text(encoding="utf-8")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": descriptor["created"], "component": subject},
        "components": components(requirements),
    }


if __name__ == "__main__":
    json.dump(document(Path(__file__).resolve().parents[1]), sys.stdout, indent=2)
    sys.stdout.write("\n")
