# The only commands to learn. `make demo` needs Python 3.11 to 3.13 and nothing else.
PYTHON ?= python3
BIN := .venv/bin

# what the checks compiled, the tests need not compile again; tools/test.py keeps it in the same place
check types found style words test: export PYTHONPYCACHEPREFIX = $(CURDIR)/var/pycache
check types found style words test: export PYTHONDONTWRITEBYTECODE =

.PHONY: help demo test check types found style words fmt cold bench messages mutation setup

help:
	@echo "make demo    set everything up and serve the demonstration on http://127.0.0.1:8000"
	@echo "make test    check, then all tests on SQLite, on PostgreSQL and in Chromium"
	@echo "make check   style, types, floors, migrations, translations"
	@echo "make fmt     put the style right"
	@echo "make bench   measure pages beside the floor, and the training planner"
	@echo "make cold    a first start from a bare clone with empty caches: size of the download, seconds"
	@echo "make mutation   mutate the rules of elections and see the tests fail: half an hour, taken up where it stopped"

demo:
	@$(PYTHON) tools/setup.py demo

setup:
	@$(PYTHON) tools/setup.py dev

check: setup
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types found style words

types:
	$(BIN)/mypy

style:
	$(BIN)/ruff check src tests tools bench
	$(BIN)/lint-imports

words:
	$(BIN)/python tools/check.py migrations
	$(BIN)/python tools/messages.py check

# every file of tests can be read, whichever passes will run it; beside the types, for these two take longest
found:
	$(BIN)/python -m pytest --collect-only -qq -p no:cacheprovider > var/found.txt || { cat var/found.txt; exit 1; }

test: check
	$(BIN)/python tools/test.py

fmt: setup
	$(BIN)/ruff check --fix --exit-zero src tests tools bench

messages: setup
	$(BIN)/python tools/messages.py collect

cold:
	@$(PYTHON) tools/cold.py

bench: setup
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/planner.py

mutation: setup
	$(BIN)/python tools/mutation.py
