# make          install what is needed in .venv, then run the app
# make test     install, then run every test (see tests/README.md)
# make check    lint, types, layers
# make test-oldest   the unit tests on the oldest Python and the oldest versions that pyproject.toml allows
# make test-pythons  the unit tests on each Python from 3.11 to 3.13 that the machine has
# make install  only create .venv with the app and its test tools

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The newest Python from 3.11 on that this machine has; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)

# Tests run in three processes, each file in one of them, the longest first (tests/conftest.py): on two cores more than
# half of what a browser test takes is waiting. PROCESSES=0 runs them in one, as a debugger wants.
PROCESSES ?= 3

.PHONY: run install test test-oldest test-pythons check browser clean
.DEFAULT_GOAL := run

run: $(STAMP)
	@$(BIN)/pasapas $(ARGS)

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then \
		echo "Il faut Python 3.11 ou plus récent, avec le module venv : l'installer, puis relancer make." >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Il faut Python 3.11 ou plus récent ; celui-ci est plus ancien : $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import tempfile; tempfile.TemporaryFile(dir=".")' 2>/dev/null || { \
		echo "Ce dossier n'est pas accessible en écriture : copier le projet dans un dossier à soi, puis relancer make." >&2; exit 1; }
	@echo "Installation dans $(VENV) (une à deux minutes la première fois)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[lab,recherche,test]'
	@touch $(STAMP)

# What the browser tests need: Debian's Chromium when root, elsewhere Playwright's own.
browser: $(STAMP)
	@$(BIN)/python tests/browser_setup.py

test: $(STAMP) browser
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

test-oldest: $(STAMP)
	@$(BIN)/python tests/other_pythons.py oldest

test-pythons: $(STAMP)
	@$(BIN)/python tests/other_pythons.py each

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

clean:
	rm -rf $(VENV) .build
