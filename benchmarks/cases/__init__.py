"""The ways to check a package that are compared, each a process of its own."""
