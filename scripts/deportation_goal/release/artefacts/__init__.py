"""The formats of a release beside the CSVs: a module for each format, which declares it as `FORMAT`.

To add a format, add a module here: build, metadata, README and verify ask `formats()`, and know no format by name.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from deportation_goal.package.descriptor import load_package
from deportation_goal.release.artefacts.release_format import Format


def formats() -> tuple[Format, ...]:
    """Return every format that a module of this folder declares, in the order in which people hear of them."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    declared = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(declared, key=lambda form: (form.place, form.title)))


def write_format(title: str, folder: Path) -> None:
    """Write the format of a title into the folder of a release."""
    next(form for form in formats() if form.title == title).write(load_package(folder))
