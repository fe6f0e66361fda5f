"""Reads XLSX workbooks within limits: cells as they are stored. Knows no schema."""
