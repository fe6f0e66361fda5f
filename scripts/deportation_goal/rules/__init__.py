"""The rules: one catalogue entry each, grouped in modules by what they look at."""
