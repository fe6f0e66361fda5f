#!/bin/sh
# Writes the two locked requirement files from pyproject.toml. Needs uv; run it after a change of dependencies.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile pyproject.toml --extra tool --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet "$@"
}
# The larger one first: what the tests need may want an older version of what a build needs.
lock --group dev --group clients --output-file requirements/dev.txt
lock --group build --constraint requirements/dev.txt --output-file requirements/build.txt
