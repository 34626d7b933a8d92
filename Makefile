# make          install what the app needs in .venv, then run it
# make lab      install JupyterLab and the research part as well, then open the workbooks in JupyterLab
# make test     install, then run every test (see tests/README.md)
# make quick    check, then the tests that need neither a browser nor ten seconds
# make check    format, lint, types and layers, of Python and of JavaScript
# make test-oldest   the unit tests on the oldest Python and the oldest versions that pyproject.toml allows
# make test-pythons  the unit tests on each other Python from 3.11 to 3.13 that the machine has
# make pictures   take the reference pictures of tests/pictures anew; look at them before keeping them
# make site     build the documentation in .build/site/html; a warning is an error
# make audit    list the known vulnerabilities of the pinned versions, where the package index tells them
# make fuzz     fuzz every reader of files and the room, ten minutes each (tests/fuzz); ARGS="codes --seconds 60"
# make install  only create .venv with the app and its test tools

VENV := .venv
BIN := $(VENV)/bin
# Three sizes of one environment: the app; with JupyterLab and the research part; with the test tools too.
APP := $(VENV)/.app
LAB := $(VENV)/.lab
STAMP := $(VENV)/.installed
# The newest Python from 3.11 on that this machine has; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$p; break; fi; done)

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Tests run in three processes, each file in one of them, the longest first (tests/conftest.py): on two cores more than
# half of what a browser test takes is waiting. PROCESSES=0 runs them in one, as a debugger wants.
PROCESSES ?= 3
# A wait in a browser that a busy machine outlasts is tried once more and told at the end; what is false fails at once.
AGAIN := --reruns 1 --only-rerun TimeoutError -rfER

# From npm come two readers of the code, and nothing is compiled: TypeScript reads the types of the JavaScript, and
# tests/promised holds what scripts and style sheets ask of a browser against the versions that are promised.
TYPESCRIPT := .build/typescript-7.0.2
PROMISED := .build/promised

.PHONY: run lab install test test-unit test-store test-pages test-machine test-oldest test-pythons pythons quick \
	audit fuzz check site browser pictures clean
.DEFAULT_GOAL := run

run: $(APP)
	@$(BIN)/pasapas $(ARGS)

lab: $(LAB)
	@$(BIN)/pasapas lab $(ARGS)

install: $(STAMP)

$(LAB): EXTRAS := [lab,recherche]
$(STAMP): EXTRAS := [docs,lab,recherche,serveur,test]
$(APP): HOLDS := $(APP)
$(LAB): HOLDS := $(APP) $(LAB)
$(STAMP): HOLDS := $(APP) $(LAB) $(STAMP)
# uv installs in a fifth of pip's time; where there is none for this machine, or it finds no package, pip does it.
$(APP) $(LAB) $(STAMP): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then \
		echo "Il faut Python 3.11 ou plus récent, avec le module venv : l'installer, puis relancer make." >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Il faut Python 3.11 ou plus récent ; celui-ci est plus ancien : $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import tempfile; tempfile.TemporaryFile(dir=".")' 2>/dev/null || { \
		echo "Ce dossier n'est pas accessible en écriture : copier le projet dans un dossier à soi, puis relancer make." \
			>&2; exit 1; }
	@echo "Installation dans $(VENV) (une minute la première fois)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(PIP) --only-binary :all: uv 2>/dev/null || true
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.$(EXTRAS)' 2>/dev/null || \
		$(PIP) -e '.$(EXTRAS)'
	@touch $(HOLDS)

# What the browser tests need: Debian's Chromium, Firefox ESR and WebKitGTK when root, elsewhere Playwright's Chromium.
browser: $(STAMP)
	@$(BIN)/python tests/browser_setup.py

test: $(STAMP) browser
	@$(BIN)/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder $(AGAIN) $(PARTS) $(ARGS)

# The pictures that tests/e2e/test_pictures.py compares the screens with.
pictures: $(STAMP) browser
	@PICTURES=new $(BIN)/python -m pytest -q -n 0 tests/e2e/test_pictures.py
	@echo "tests/pictures"

# The same tests, part after part, the quick ones first: `make test` in stages that stop at the first fault (.ci/run).
test-unit: PARTS := tests/unit tests/js pasapas_widgets
test-store: PARTS := tests/store tests/room tests/fuzz
test-pages: PARTS := tests/e2e tests/engines workbooks
test-machine: PARTS := tests/laptop tests/binder tests/server
test-unit test-store test-pages test-machine: test

# What the two below install: nothing but a network's work, which can be done beside the first tests.
pythons: $(STAMP)
	@$(BIN)/python tests/other_pythons.py install

quick: check
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --hypothesis-profile=quick \
		-m 'not browser and not slow' tests/unit tests/js pasapas_widgets $(ARGS)

test-oldest: $(STAMP)
	@$(BIN)/python tests/other_pythons.py oldest

test-pythons: $(STAMP)
	@$(BIN)/python tests/other_pythons.py each

$(TYPESCRIPT): $(STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm install --silent --no-save --no-package-lock --no-audit --no-fund --prefix $@ \
		$(subst -,@,$(notdir $@))
	@touch $@

$(PROMISED): tests/promised/package.json $(STAMP)
	@mkdir -p $@
	@cp $< $@
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm install --silent --no-package-lock --no-audit --no-fund --prefix $@
	@touch $@

check: $(STAMP) $(TYPESCRIPT) $(PROMISED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/oxlint --quiet
	@$(BIN)/oxfmt --check '**/*.js' '**/*.mjs' '**/*.css'
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(TYPESCRIPT)/node_modules/.bin/tsc
	@cp tests/promised/*.mjs tests/promised/promised.json $(PROMISED)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PROMISED)/node_modules/.bin/eslint -c $(PROMISED)/eslint.config.mjs \
		'pasapas_widgets/**/*.js'
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PROMISED)/node_modules/.bin/stylelint -c $(PROMISED)/stylelint.config.mjs \
		'pasapas_widgets/**/*.css'
	@$(BIN)/python -m pytest -q -n 0 tests/checks

# A copy is built, so that what is drawn and generated stays out of docs/.
SITE := .build/site
site: $(STAMP)
	@rm -rf $(SITE)
	@mkdir -p $(SITE)
	@cp -R docs $(SITE)/source
	@$(BIN)/sphinx-build -q -W --keep-going -b html -c docs/site $(SITE)/source $(SITE)/html
	@echo "$(SITE)/html/index.html"

# pip-audit is fetched by uv for the time of its work; it is no dependency.
audit: $(STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tests/audit.py

# atheris has wheels for Linux only; nothing else needs it.
fuzz: $(STAMP)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python 'atheris>=3'
	@$(BIN)/python tests/fuzz/fuzz.py $(ARGS)

clean:
	rm -rf $(VENV) .build
