# Two commands on a fresh machine: `make run` (the product on sample data) and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run collect import process publish serve status test lint types imports check bench train lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.locked ## make .venv with the locked dependencies, nothing else

run: $(VENV)/.locked ## sample market in, dashboard out: collect, process, publish, serve
	$(PY) -m cli run --sample
	$(PY) -m cli serve

collect: $(VENV)/.locked ## collect postings from the portals that are switched on
	$(PY) -m cli collect

import: $(VENV)/.locked ## take old postings in: make import FILE=postings.jsonl.gz [PORTAL=name] [MAP=map.toml]
	@test -n "$(FILE)" || { echo "Say which file: make import FILE=postings.jsonl.gz [PORTAL=name] [MAP=map.toml]"; exit 2; }
	$(PY) -m cli import "$(FILE)" $(if $(PORTAL),--portal "$(PORTAL)") $(if $(MAP),--map "$(MAP)")

process: $(VENV)/.locked ## read what is new in the store
	$(PY) -m cli process

publish: $(VENV)/.locked ## write the next snapshot for the dashboard
	$(PY) -m cli publish

serve: $(VENV)/.locked ## open the dashboard on what is published
	$(PY) -m cli serve

status: $(VENV)/.locked ## what is stored and published, and what fails
	$(PY) -m cli status

test: $(VENV)/.locked-dev ## all tests
	$(PY) -m pytest -n auto --dist loadfile

lint: $(VENV)/.locked-dev ## ruff: style and banned idioms
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.locked-dev ## mypy
	$(PY) -m mypy

imports: $(VENV)/.locked-dev ## the one-way import rule
	$(VENV)/bin/lint-imports

check: lint types imports ## lint, types and import rule

bench: $(VENV)/.locked-dev ## measure: see benchmarks/README.md
	$(PY) -m benchmarks

train: $(VENV)/.locked-dev ## train the models of nlp anew (needs ../shared)
	$(PY) -m nlp.training.occupation
	$(PY) -m nlp.training.sector
	$(PY) -m nlp.training.tagger

lock: $(VENV)/.locked-dev ## resolve requirements.txt and requirements-dev.txt anew
	$(PY) -m uv pip compile requirements.in --override requirements-without.txt $(COMPILE) -o requirements.txt
	$(PY) -m uv pip compile requirements-dev.in $(COMPILE) -o requirements-dev.txt
COMPILE := --quiet --upgrade --python-version 3.11 --python-platform x86_64-manylinux_2_28 \
	--generate-hashes --no-emit-index-url --no-header

clean: ## remove the virtual environment and caches; what is stored stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

# A stamp per lock file: a second run installs nothing.
$(VENV)/.locked: requirements.txt
	@.ci/venv $(PYTHON) $(VENV)
	@echo "Installing the locked dependencies (a few minutes the first time) ..."
	$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.locked-dev: requirements-dev.txt $(VENV)/.locked
	$(PY) -m pip install --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@
