# `make` alone prints this list. Every target does its own set-up; doing it twice costs nothing.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-milvus lint bench clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 18

setup: $(READY) ## install everything into .venv

$(READY): requirements.txt requirements-dev.txt constraints.txt
	@echo "Setting up .venv (a few minutes the first time) ..."
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: $(READY) ## the main job: mails arrive, are answered and checked, and a report says how
	@$(BIN)/python -m sandbox.demo

run: $(READY) ## serve until stopped: with your account when there is a .env, else with the sandbox
	@if [ -f .env ]; then PATH="$(CURDIR)/$(BIN):$$PATH" honcho start; else $(BIN)/python -m sandbox.demo --serve; fi

# Tests start a hundred programs, each of which would compile all of our code again.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) ## all tests
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-milvus: $(READY) ## search, wall and swap on a real Milvus too (some minutes)
	@$(BIN)/python -m tests.real_milvus

lint: $(READY) ## format, lint, types, architecture, Dockerfile
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/hadolint Dockerfile

bench: $(READY) ## measure speed, credits and size; prints one JSON line each
	@for name in webhook pipeline credits rules replay search rebuild language mail tokens sweep; do $(BIN)/python -m benchmarks.$$name || exit 1; done

clean: ## remove .venv, caches and the demo's folder; your data in var/ stays
	@rm -rf $(VENV) var/demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
