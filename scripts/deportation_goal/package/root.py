"""Finds the package folder: the one around the working directory, or the installed copy."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import DESCRIPTOR, PACKAGE_NAME, load_package
from deportation_goal.package.system import read_plain

_MODULE_FOLDER = Path(__file__).resolve().parent
_REPOSITORY = _MODULE_FOLDER.parents[2]


def _is_package(folder: Path) -> bool:
    try:
        document = json.loads(read_plain(folder / DESCRIPTOR))
    except OSError:
        return False
    except (ValueError, RecursionError):
        # A descriptor that is broken is still the nearest one: the loader says what is wrong with it.
        return True
    return isinstance(document, dict) and document.get("name") == PACKAGE_NAME


def enclosing_package(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds this package's datapackage.json."""
    folder = start.resolve()
    return next((candidate for candidate in (folder, *folder.parents) if _is_package(candidate)), None)


def installed_package() -> Path:
    """Return the folder of the data that came with the Python package.

    A wheel carries it inside; an editable install has none there and uses the repository.

    Raises:
        UserError: If neither is there.
    """
    for candidate in (_MODULE_FOLDER, _REPOSITORY):
        if _is_package(candidate):
            return candidate
    raise UserError("the installed deportation-goal carries no data: install it again")


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of the installed data (SemVer).

    Raises:
        UserError: If there is none.
    """
    return load_package(installed_package()).version
