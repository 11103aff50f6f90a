# The targets of a developer; `make help` lists them. uv is used where it is there, venv and pip where not.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup site test check fix spec deep bench accept pictures clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the tool and all that its tests need

$(READY): pyproject.toml
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --quiet --python $(VENV) --editable '.[dev]'; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'; \
	fi
	@$(BIN)/python -m compileall -q renderer # so that commands start quickly where Python may not write
	@touch $@

site: setup ## build the sample site and say where to open it
	@$(BIN)/renderer build
	@echo "Open file://$(CURDIR)/site/index.html"

test: check ## everything that must hold: the checks, then all tests with their coverage
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

check: setup ## form, lint, types and layers, in half a minute
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup ## mend what can be mended without thinking
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

spec: setup ## the manual of the markup as tests
	@$(BIN)/python -m pytest tests/spec

deep: setup ## the properties over many more documents, at random
	@HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests

bench: setup ## time a thousand articles against the bare parser
	@$(BIN)/python -m tests.bench

accept: setup ## write the golden files anew; read the diff before you commit it
	@ACCEPT=1 $(BIN)/python -m pytest tests

pictures: setup ## draw the pictures of docs/ anew; needs Chromium
	@$(BIN)/python -m tests.pictures

clean: ## remove what was built, and every cache
	@rm -rf $(VENV) site dist .renderer .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
