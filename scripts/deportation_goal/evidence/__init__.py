"""Locators: where a statement is in a source text, without shipping the text."""
