# What a newcomer needs: make demo. What a contributor needs: make test. Everything is installed into .venv and node_modules.
SHELL := /bin/bash
BIN := .venv/bin
VENDOR := duenotice/web/static/vendor
LOCALE := duenotice/web/locale
SPANISH := $(LOCALE)/es/LC_MESSAGES/django
# Settings cannot be read without these two; the checks that need them open no database.
CHECKING := DUENOTICE_SECRET_KEY=only-for-checks-0123456789abcdef0123 DATABASE_URL=postgresql://checks@localhost/checks

.DEFAULT_GOAL := help
.PHONY: help setup assets messages lock demo serve test lint bench bench-large clean

help:
	@echo "make setup     install everything into .venv"
	@echo "make demo      set up, start everything with a demo agency, and say where to sign in"
	@echo "make serve     set up and start everything, without the demo"
	@echo "make test      run every check that CI runs"
	@echo "make messages  collect new words for translation"
	@echo "make lock      lock the dependencies of pyproject.toml by hash"
	@echo "make bench     measure"
	@echo "make clean     remove what the above made, except data/"

setup: .venv/installed assets

.venv/installed: requirements-dev.txt requirements-build.in pyproject.toml
	@test -x $(BIN)/python || python3 -m venv .venv || { rm -rf .venv; echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/installed: package.json package-lock.json | .venv/installed
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --no-progress --loglevel=error
	@touch $@

assets: $(VENDOR)/copied $(SPANISH).mo

$(VENDOR)/copied: node_modules/installed tools/copy_assets.py
	$(BIN)/python tools/copy_assets.py node_modules $(VENDOR)
	@touch $@

$(SPANISH).mo: $(SPANISH).po | .venv/installed
	$(BIN)/pybabel --quiet compile --domain django --directory $(LOCALE)

messages: .venv/installed
	$(BIN)/python -m tools.messages

# Locked by hash and without the address of an index: pip takes them from wherever it is set up to.
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11

lock: .venv/installed
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --extra smpp --output-file requirements-smpp.txt
	$(LOCK) pyproject.toml requirements-build.in --extra smpp --extra dev --output-file requirements-dev.txt

demo: setup
	@$(BIN)/duenotice demo

serve: setup
	@$(BIN)/duenotice serve

lint: setup
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(CHECKING) $(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > .lint-imports.log || { cat .lint-imports.log; exit 1; }

test: lint
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

bench: setup
	@$(BIN)/python -m benchmarks

bench-large: setup
	@$(BIN)/python -m benchmarks --large

clean:
	rm -rf .venv node_modules $(VENDOR) $(SPANISH).mo staticfiles *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
