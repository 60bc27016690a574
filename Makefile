# Boligdialog. `make run` starts the house; `make help` lists the rest.
# Needed: Python 3.11 or newer, make, and the package registries. All else goes into .venv.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check
UV := .venv/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
      --generate-hashes --no-annotate --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test bench check fix translations migrate screenshots lock clean assets catalogues

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

# --- Every day -------------------------------------------------------------------------------------------------------

run: .venv/installed-app assets catalogues ## start Boligdialog with a housing organisation to try it on
	@.venv/bin/boligdialog demo --if-empty
	@exec .venv/bin/boligdialog run

test: .venv/installed-dev assets catalogues ## every test, on SQLite and PostgreSQL; ARGS="-k ballot" for some of them
	@$(PYTHON) tools/test.py $(ARGS)

check: .venv/installed-dev ## lint, layout, types and the house rules; needs no database
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PYTHON) -m tests.house

fix: .venv/installed-dev ## let ruff repair what it can
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

# --- Now and then ----------------------------------------------------------------------------------------------------

bench: .venv/installed-dev assets catalogues ## our pages beside the least they can cost; ARGS="--quick" for a smoke run
	@$(PYTHON) -m bench $(ARGS)

translations: .venv/installed-app ## collect new sentences into the catalogues of translations/
	@$(PYTHON) tools/translations.py

migrate: .venv/installed-app ## bring the database to the newest migration
	@.venv/bin/boligdialog migrate

screenshots: .venv/installed-dev assets catalogues ## take the pictures of the pages again (needs Chromium)
	@$(PYTHON) -m tools.screenshots

lock: .venv/installed-dev ## choose the newest versions that pyproject.toml allows
	@$(UV) --extra build --output-file requirements/app.txt
	@$(UV) --all-extras --constraint requirements/app.txt --output-file requirements/dev.txt

clean: ## remove all that was built or installed; data stays
	@rm -rf .venv node_modules build dist boligdialog/ui/static/dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
	@find translations -name '*.mo' -delete 2>/dev/null || true

# --- What the others stand on ----------------------------------------------------------------------------------------

assets: | .venv/pyvenv.cfg
	@$(PYTHON) tools/build_assets.py

catalogues: | .venv/pyvenv.cfg
	@$(PYTHON) tools/translations.py compile

.venv/installed-app: requirements/app.txt pyproject.toml .venv/pyvenv.cfg
	@echo "Installing what Boligdialog needs into .venv …"
	@$(PIP) --require-hashes -r requirements/app.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements/dev.txt pyproject.toml .venv/pyvenv.cfg
	@echo "Installing what its developers need into .venv …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/pyvenv.cfg:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec $$python -m venv --clear .venv; \
	  fi; \
	done; \
	echo "Boligdialog needs Python 3.11 or newer with its venv module, and found none." >&2; \
	echo "On Debian and Ubuntu: apt-get install python3 python3-venv" >&2; \
	exit 1
