PYTHON ?= python3
BIN := .venv/bin
UV := .uv/bin/uv

.DEFAULT_GOAL := help

help: ## what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## the environment in .venv, pinned and hashed (the other targets call this)

$(UV): uv.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target .uv --require-hashes -r uv.txt
	@touch $@

.venv/ready: requirements.txt builder/pyproject.toml backend/pyproject.toml $(UV)
	@$(UV) venv --quiet --clear --no-python-downloads --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable builder --editable backend
	@touch $@

.PHONY: help setup
