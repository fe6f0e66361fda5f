"""Locators: where in a source text a statement stands, without shipping the text."""
