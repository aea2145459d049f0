# `make demo` and `make test` set up what they need, in .venv, from the pinned and hashed versions in
# constraints-runtime.txt (to run) and constraints.txt (everything).

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
SOURCES := pipeline corpus extractors schemas tests benchmarks
# What `make bench` reads: name your own with make bench REPORTS="a.pdf b.pdf".
REPORTS := $(wildcard samples/*.pdf)

.PHONY: demo test setup lint check bench dictionary constraints clean
.DEFAULT_GOAL := help

.PHONY: help
help:
	@echo "make demo         ingest the sample reports and show what was found"
	@echo "make test         check style, types and layers, and run every test"
	@echo "make setup        install everything into $(VENV), for development"
	@echo "make lint         check style, types and layers only"
	@echo "make bench        measure speed and memory (some minutes)"
	@echo "make dictionary   write docs/data-dictionary.md anew"
	@echo "make constraints  pin the newest versions that pyproject.toml allows (needs uv)"

demo: $(VENV)/.runtime
	@rm -rf demo/dataset
	$(BIN)/kommunkompassen ingest samples --into demo/dataset
	$(BIN)/kommunkompassen status demo/dataset
	$(BIN)/kommunkompassen search medborgardialog --dataset demo/dataset
	@echo; echo "In a browser: $(BIN)/kommunkompassen serve demo/dataset --archive samples"

test: setup lint check

setup: $(VENV)/.everything $(VENV)/.system

lint: $(VENV)/.everything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(SOURCES)
	$(BIN)/lint-imports --no-logo

check: $(VENV)/.everything $(VENV)/.system
	$(BIN)/pytest -n 2

bench: $(VENV)/.everything
	$(BIN)/python -m benchmarks.reading $(REPORTS)
	$(BIN)/python -m benchmarks.ingest $(REPORTS)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.serve --reports 1000

dictionary: $(VENV)/.runtime
	$(BIN)/python -m schemas.data_dictionary > docs/data-dictionary.md

PIN := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --annotation-style line --quiet --upgrade

constraints:
	$(PIN) --all-extras --group build --group dev --output-file constraints.txt
	$(PIN) --group build --constraint constraints.txt --output-file constraints-runtime.txt

# The project itself is installed in place, so that changes count at once.
$(VENV)/.runtime: constraints-runtime.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the program needs into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement constraints-runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.everything: constraints.txt $(VENV)/.runtime
	@echo "Installing what development needs into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement constraints.txt
	@touch $@

# Debian's packages that only some tests need: text recognition for scans, a browser for the pages.
$(VENV)/.system: tests/system_packages.sh | $(BIN)/python
	@sh tests/system_packages.sh tesseract-ocr-swe chromium
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) demo build dist
