"""The formats of a release beside the CSVs: a module for each format, which declares it as `FORMAT`.

To add a format, add a module here: build, metadata, README and verify ask `formats()`, and know no format by name.
"""

from __future__ import annotations

import importlib
import pkgutil

from deportation_goal.release.artefacts.release_format import Format


def formats() -> tuple[Format, ...]:
    """Return every format that a module of this folder declares, in the order in which people hear of them."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    declared = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(declared, key=lambda form: (form.place, form.title)))
