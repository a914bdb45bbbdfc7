# Two commands do it all: `make run` opens the bundled workshop, `make test` proves the project.

PYTHON ?= python3
BIN := .venv/bin
RUN_STAMP := .venv/.run-installed
TEST_STAMP := .venv/.test-installed
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test check bench pictures examples clean

run: $(RUN_STAMP)
	$(BIN)/workshop run

test: $(TEST_STAMP) readers check
	$(BIN)/pytest -n 2

check: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST_STAMP)
	$(BIN)/python -m tests.benchmarks

pictures: $(TEST_STAMP) readers
	$(BIN)/python -m tests.pictures

examples: $(TEST_STAMP)
	$(BIN)/python -m tests.examples

# What opens pages and documents in the tests and for pictures: a browser, an office, viewers, and
# letters as wide as those of most laptops, by which pages on paper are measured.
.PHONY: readers
readers:
	@command -v chromium >/dev/null && command -v soffice >/dev/null && \
	 command -v pdftoppm >/dev/null && command -v rsvg-convert >/dev/null && \
	 fc-list : family | grep -q "Liberation Sans" || { \
	  $(SUDO) apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q --no-install-recommends \
	    chromium fonts-dejavu-core fonts-liberation libreoffice-writer libreoffice-calc libreoffice-impress \
	    poppler-utils librsvg2-bin; }

.venv/bin/python:
	$(PYTHON) -m venv .venv

$(RUN_STAMP): .venv/bin/python requirements/run.txt pyproject.toml
	$(BIN)/pip install -q -r requirements/run.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_STAMP): $(RUN_STAMP) requirements/test.txt
	$(BIN)/pip install -q -r requirements/test.txt
	@touch $@

clean:
	rm -rf .venv build dist
