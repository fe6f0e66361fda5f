"""Contributions: rows from a spreadsheet, a file, a form or the keyboard, checked and added all or nothing."""
