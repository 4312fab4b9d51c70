# Two commands: `make demo` sets up and reads the sample captures, `make test` sets up and runs every check.
# `make train` rebuilds the models, `make kernel` the compiled part; `make bench` installs the peers that the scripts in
# bench/ measure beside copydesk.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS := test

.PHONY: demo test train kernel bench clean

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("copydesk needs Python 3.11 or newer: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	touch $@

demo: .venv/ready
	$(BIN)/python samples/demo.py

test: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest

train: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(BIN)/python -m training.roles
	$(BIN)/python -m training.areas
	$(BIN)/python -m training.kinds

kernel: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[kernel]'
	$(BIN)/python kernel/build.py

# An older pip trips over two spellings of an extra among the peers.
bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'

clean:
	rm -rf .venv build dist
