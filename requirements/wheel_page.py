"""The page of the package at an index of packages: README.md, whose relative links lead nowhere there.

A hook of the build (Hatchling, metadata hook). Links lead into the repository, at the tag of the version, if
datapackage.json gives its address at GitHub. Otherwise a link is its words alone, since no address is made up.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(
    r"^```.*?^```|(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<path>(?![a-z]+:|#)[^)\s]+)\)", re.DOTALL | re.MULTILINE
)
_GITHUB = "https://github.com/"


def wheel_page(readme: str, repository: str, version: str) -> str:
    """Return a README without relative links.

    Args:
        readme: The text (Markdown). What it shows as code stays as it is.
        repository: The address of the repository; empty if there is none.
        version: The version, whose tag holds the files that are linked.
    """
    root = repository.removesuffix("/").removesuffix(".git") if repository.startswith(_GITHUB) else ""

    def link(found: re.Match[str]) -> str:
        if found["path"] is None:
            return found[0]
        if not root:
            return found["words"]
        kind = "raw" if found["image"] else "blob"
        return f"{found['image']}[{found['words']}]({root}/{kind}/v{version}/{found['path']})"

    return _LINK.sub(link, readme)


class WheelPage(MetadataHookInterface):
    """Gives the build its page."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Write the page into the metadata of a project."""
        root = Path(self.root)
        descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        readme = (root / "README.md").read_text(encoding="utf-8")
        text = wheel_page(readme, descriptor.get("repository", ""), descriptor["version"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
