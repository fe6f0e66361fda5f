# Two commands do everything on a machine with Python 3.11 or newer and make: `make build` and `make test`.
# Every path is relative and every tool is called as a module, so that the folder may have a space in its name.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.PHONY: help build site packages test test-fast lint docs lock bench clean

# A Python to use instead of the newest one found: make build PYTHON=/path/to/python
PYTHON ?=
# What pytest gets on top: make test PYTEST_OPTIONS="-k readme"
PYTEST_OPTIONS ?=

python := .venv/bin/python
tool := $(python) -m deportation_goal
# What is imported is compiled then: compiling every file of every package takes longer than installing them.
install := $(python) -m pip install --quiet --quiet --disable-pip-version-check --no-compile
created := import datetime, json; print(int(datetime.datetime.fromisoformat(json.load(open("datapackage.json"))["created"]).timestamp()))
node_modules := tests/clients/node_modules/.stamp tests/browser/node_modules/.stamp

help: ## show this list
	@echo 'make COMMAND, where COMMAND is'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' Makefile | expand -t 14

build: .venv/.stamp-package ## install what is needed, check the tables and write the release to dist/
	@$(tool) build

site: .venv/.stamp-package ## build the site of the release in dist/ again
	@$(tool) site

packages: .venv/.stamp-package ## build the Python package, wheel and source archive, in build/; files are dated by the descriptor
	@SOURCE_DATE_EPOCH=$$($(python) -c '$(created)') $(python) -m hatchling build -d build

test: .venv/.stamp-dev $(node_modules) lint ## run every check and every test; REQUIRE_ALL=1 makes a skip for a missing program a failure
	$(tool) fix --check
	$(tool) check
	$(python) -m deportation_goal docs --check
	$(python) -m pytest --numprocesses=auto --dist=worksteal $(PYTEST_OPTIONS)

test-fast: .venv/.stamp-dev ## run the tests that take seconds
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-quick} $(python) -m pytest --numprocesses=auto --dist=worksteal -m 'not slow' $(PYTEST_OPTIONS)

lint: .venv/.stamp-dev ## check the style and the types of the code
	$(python) -m ruff check
	$(python) -m ruff format --check
	@# The types of three systems at once: each takes half a minute where nothing is cached.
	@for system in win32 darwin; do \
	  $(python) -m mypy --platform $$system --cache-dir .mypy_cache/$$system scripts & checks="$$checks $$!"; \
	done; \
	$(python) -m mypy && for check in $$checks; do wait $$check || exit 1; done

docs: .venv/.stamp-package ## write the generated documents and the generated blocks of README.md
	$(python) -m deportation_goal docs

lock: ## pin the dependencies anew, in requirements/ and for the tests in JavaScript (needs uv and npm)
	@command -v uv >/dev/null || { echo 'make lock needs uv (https://docs.astral.sh/uv/): install it first.' >&2; exit 1; }
	requirements/lock.sh
	tests/clients/lock.sh
	tests/browser/lock.sh

bench: .venv/.stamp-dev ## measure the check against other tools, in three minutes; `python -m benchmarks page` measures everything
	$(python) -m benchmarks run --repeats 1

clean: ## remove everything that the other commands made
	rm -rf .venv dist build .deportation-goal.lock .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/clients/node_modules tests/browser/node_modules
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The newest Python that works, with the modules that a virtual environment needs (Debian ships them apart).
.venv/.stamp-python:
	@found=; old=; \
	if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; else set -- python3.14 python3.13 python3.12 python3.11 python3 python; fi; \
	for candidate do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    if "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then found=$$candidate; break; fi; \
	    old=$$candidate; \
	  fi; \
	done; \
	if [ -z "$$found" ] && [ -n "$$old" ]; then \
	  echo "$$old has no module venv with pip: install it (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "There is no Python 3.11 or newer here ($$* tried): install one, or name it with make PYTHON=/path/to/python." >&2; exit 1; \
	fi; \
	echo "using $$("$$found" --version) ($$found)"; \
	rm -rf .venv && "$$found" -m venv .venv && touch $@

.venv/.stamp-build: requirements/build.txt .venv/.stamp-python
	$(install) --require-hashes -r requirements/build.txt
	@touch $@

.venv/.stamp-package: pyproject.toml .venv/.stamp-build
	$(install) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.stamp-dev: requirements/dev.txt .venv/.stamp-package
	$(install) --require-hashes -r requirements/dev.txt
	@touch $@

# npm is no must: without it the tests in JavaScript and in a browser are skipped, and say so.
%/node_modules/.stamp: %/package-lock.json %/package.json
	@if ! command -v npm >/dev/null; then \
	  echo 'npm is not here: the tests of $* will be skipped.'; \
	elif (cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then \
	  touch $@; \
	else \
	  echo 'npm could not install what the tests of $* need: they will be skipped.'; \
	fi
