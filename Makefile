# make demo   show the main job on a summary of corpus/
# make test   style, types, layers and tests
# make docs   the documentation as a web site in site/, English and Chinese
# make reference, make figures   write the reference pages and the accuracy figures of the pages anew
# make bench  speed, beside jieba, pydantic and rapidfuzz
# Each sets up .venv by itself: all it takes is make and Python 3.11 or later (PYTHON=... names another one).

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SUMMARY ?= corpus/urban-management-2021h1.txt

.DELETE_ON_ERROR:
.PHONY: help demo test lint docs reference figures bench clean

help:
	@sed -n 's/^# \(make.*\)/\1/p' Makefile

demo: $(VENV)/.run
	$(BIN)/govsummary extract --format table $(SUMMARY)

test: lint
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.docs
	$(BIN)/python tools/build_docs.py

reference: $(VENV)/.dev
	$(BIN)/python tools/reference.py

figures: $(VENV)/.dev
	$(BIN)/python tools/figures.py --refresh

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/extract_vs_jieba.py
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/diff.py

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# What is installed follows pyproject.toml: a stamp that is older than it is made anew.
$(VENV)/.run: pyproject.toml | $(VENV)/.made
	$(PIP) --editable .
	@touch $@

$(VENV)/.docs: pyproject.toml | $(VENV)/.made
	$(PIP) --editable '.[docs]'
	@touch $@ $(VENV)/.run

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed: make PYTHON=...")'
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@
