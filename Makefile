# make setup   installs into .venv from the lock files, nothing else
# make run     migrates, seeds, makes demo data, prints the accounts, serves on 127.0.0.1:8000
# make test    the whole suite on SQLite and, where TEST_DATABASE_URL names one, on PostgreSQL
.PHONY: setup run test browser lint bench-ledger bench-public bench-made messages lock

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python

# uv is used where it is present: the same wheels, the same hashes, seconds instead of half a minute.
define install
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install -q --python $(PY) --require-hashes --only-binary :all: -r $(1); \
	elif $(PY) -m pip --version >/dev/null 2>&1; then \
	  $(PY) -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $(1); \
	else \
	  $(PYTHON) -m pip --python $(PY) install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $(1); \
	fi
endef

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Hutong needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  $(PYTHON) -m pip --version >/dev/null 2>&1 && $(PYTHON) -m venv --without-pip $(VENV); } || \
	  { echo "This Python can make no virtual environment. On Debian: apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.lock | $(PY)
	@echo "Installing from requirements.lock ..."
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: tests/requirements.lock $(VENV)/.run
	@echo "Installing from tests/requirements.lock ..."
	$(call install,tests/requirements.lock)
	@touch $@

setup: $(VENV)/.run

run: setup
	@PORT=$(PORT) $(PY) manage.py start

test: $(VENV)/.dev
	$(PY) tests/run.py

browser: $(VENV)/.dev
	$(PY) -m pytest tests/browser -m browser

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	PATH=$(CURDIR)/$(VENV)/bin:$$PATH $(VENV)/bin/mypy
	PYTHONPATH=.:site $(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) tests/check_messages.py

bench-ledger: $(VENV)/.dev
	$(PY) -m tests.bench.ledger

bench-public: $(VENV)/.dev
	$(PY) tests/bench/public.py

bench-made: $(VENV)/.dev
	$(PY) -m tests.bench.made

messages: $(VENV)/.run
	$(PY) manage.py makemessages -l en --no-location --no-obsolete --ignore=.venv --ignore=var
	$(PY) manage.py compilemessages --ignore=.venv --ignore=var

# Needs uv (pip install uv). The lock files name versions and hashes only.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group dev -c requirements.lock -o tests/requirements.lock
