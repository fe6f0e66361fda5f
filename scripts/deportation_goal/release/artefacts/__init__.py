"""The formats of a release beside the CSVs: a module a format, each writes the tables and reads them back."""

from __future__ import annotations

from typing import Final

from deportation_goal.release.artefacts import jsonl, parquet, sqlite
from deportation_goal.release.artefacts import xlsx_workbook as xlsx
from deportation_goal.release.artefacts.typed_cells import Format, canonical

FORMATS: Final = (
    Format("Parquet", parquet.path, parquet.write, parquet.read, canonical, parquet.told_version),
    Format("SQLite", sqlite.path, sqlite.write, sqlite.read, canonical, sqlite.told_version),
    Format("XLSX", xlsx.path, xlsx.write, xlsx.read, xlsx.keeps, xlsx.told_version),
    Format("JSON Lines", jsonl.path, jsonl.write, jsonl.read, canonical, jsonl.told_version),
)
"""Every format, in the order in which people hear of them."""
