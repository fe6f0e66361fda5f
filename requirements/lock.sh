#!/bin/sh
# Writes the two locked requirement files from pyproject.toml. Needs uv; run it after a change of dependencies.
set -eu
cd "$(dirname "$0")/.."
lock() {
    uv pip compile pyproject.toml --extra tool --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet "$@"
}
lock --group build --output-file requirements/build.txt
lock --group dev --constraint requirements/build.txt --output-file requirements/dev.txt
