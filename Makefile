PYTHON ?= python3
BIN := .venv/bin
UV := .uv/bin/uv

.DEFAULT_GOAL := help

help: ## what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: setup ## the main job: a new project, three features built into it, and two people who use them
	@$(BIN)/python demo.py

run: setup ## the PetSage backend on http://127.0.0.1:8000, with sample data where it has none
	@cd backend && ../$(BIN)/alembic upgrade heads && ../$(BIN)/python sample_data.py
	@cd backend && ../$(BIN)/uvicorn petsage.main:app --no-access-log --timeout-graceful-shutdown 10

test: setup ## every test, on both cores; what needs a database on SQLite and on PostgreSQL
	@$(BIN)/pytest -n 2 --database=sqlite --database=postgresql

soak: setup ## the same with far more examples: faults, random modules, contracts; takes hours
	@PETSAGE_SOAK=100 CONTRACT_EXAMPLES=200 $(MAKE) --no-print-directory test

check: setup ## everything CI runs
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/petsage check --project backend
	@$(MAKE) --no-print-directory test

bench: setup ## what the README's figures come from
	@$(BIN)/python benchmarks/build.py
	@$(BIN)/python benchmarks/build.py --case two-entities --without-peers
	@$(BIN)/python benchmarks/growth.py
	@$(BIN)/python benchmarks/endpoints.py
	@$(BIN)/python benchmarks/endpoints.py --database postgresql
	@$(BIN)/python benchmarks/together.py
	@$(BIN)/python benchmarks/held.py
	@$(BIN)/python benchmarks/language.py
	@$(BIN)/python benchmarks/served.py --builds 40 --projects 5
	@$(BIN)/python benchmarks/served.py --builds 40 --projects 5 --workers 3 --database postgresql
	@$(BIN)/python benchmarks/mutation.py --limit 25
	@$(BIN)/python benchmarks/mutation.py --guards

setup: .venv/ready ## the environment in .venv, pinned and hashed; the other targets call this

wheel: $(UV) ## dist/petsage_builder-….whl, which uv, pipx and pip install
	@$(UV) build --quiet --wheel builder --out-dir dist

pins: $(UV) ## requirements.txt anew, from the pyproject.toml of each part
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade builder/pyproject.toml backend/pyproject.toml --all-extras --group pyproject.toml:dev \
		-o requirements.txt

$(UV): uv.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade \
		--target .uv --require-hashes -r uv.txt
	@touch $@

.venv/ready: requirements.txt builder/pyproject.toml backend/pyproject.toml $(UV)
	@$(UV) venv --quiet --clear --no-python-downloads --python $(PYTHON) .venv
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable builder --editable backend
	@$(BIN)/python -m compileall -q builder/src
	@touch $@

.PHONY: help demo run test soak check bench setup wheel pins
