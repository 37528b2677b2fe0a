# Two commands matter: `make demo` and `make test`. The rest is for who works on the code.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.PHONY: demo cluster test most speed quick faults check format lint types arrows bench bench-matching bench-streams clean lock

demo: $(VENV)/run.stamp
	$(BIN)/vroegsignaal demo $(ARGS)

# Broker, PostgreSQL, portal, relay, two workers and clock on this machine; ARGS=--down removes it.
cluster: $(VENV)/run.stamp
	$(BIN)/python -m portal.cluster up $(ARGS)

# Two at a time, then by themselves those that are held against a budget of time.
test: most speed

most: $(VENV)/test.stamp
	$(BIN)/pytest -n 2 --dist loadfile -m "not speed" --ignore=tests/faults --ignore=tests/cluster $(ARGS)

speed: $(VENV)/test.stamp
	$(BIN)/pytest -m speed --ignore=tests/faults --ignore=tests/cluster $(ARGS)

quick: $(VENV)/test.stamp
	$(BIN)/pytest -m "not slow" --ignore=tests/faults --ignore=tests/cluster $(ARGS)

# Killing workers, brokers and databases: minutes of it.
faults: $(VENV)/test.stamp
	$(BIN)/pytest tests/faults tests/cluster $(ARGS)

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/test.stamp
	$(BIN)/mypy

arrows: $(VENV)/test.stamp
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp
	$(BIN)/python -m bench.line $(ARGS)

# Installs the peers (Splink, recordlinkage, dedupe, anonlink) in environments of their own.
bench-matching: $(VENV)/test.stamp
	$(BIN)/python -m bench.matching $(ARGS)

# The line on SQLite and PostgreSQL beside the bare databases, and on Kafka beside bare clients.
bench-streams: $(VENV)/test.stamp
	$(BIN)/python -m bench.streams $(ARGS)
	$(BIN)/python -m bench.kafka $(ARGS)

clean:
	rm -rf $(VENV) var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Needs uv; only for who changes the dependencies in pyproject.toml.
lock:
	printf 'setuptools>=80\n' > build.in
	uv pip compile pyproject.toml build.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml build.in --extra test --extra train --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.lock \
	  -o requirements-test.lock
	rm build.in

$(VENV)/python.stamp:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "vroegsignaal needs Python 3.11 or newer; say which with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/python.stamp
	test -f $(VENV)/test.stamp || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/test.stamp: requirements-test.lock pyproject.toml | $(VENV)/python.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/run.stamp
