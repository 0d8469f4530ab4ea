.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(READY): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q batchsms
	@touch $@

.PHONY: run
run: $(READY) ## Run the main job on a sample against the built-in sandbox
	@mkdir -p build/run
	$(BIN)/batchsms send samples/musteriler.xlsx --template templates/bakiye.txt --sender APITEST \
		--iys BIREYSEL --sandbox --yes --campaign build/run/musteriler.campaign

.PHONY: test
test: $(READY) ## Run the fast test suite
	$(BIN)/pytest -n 3 --dist worksteal -m "not slow"

.PHONY: browser
browser: ## Install the browser that the tests of pages need, where it is missing (Debian, as root)
	command -v chromium || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)

.PHONY: messages
messages: $(READY) ## Take new sentences into the Turkish catalogue, and show those that are not translated
	$(BIN)/python tests/translation.py

.PHONY: screenshots
screenshots: $(READY) ## Make the pictures of pages that the documents show
	$(BIN)/python samples/make_screenshots.py

.PHONY: test-slow
test-slow: $(READY) ## Run the tests that take long
	$(BIN)/pytest -m slow

SECONDS ?= 600

.PHONY: soak
soak: $(READY) ## Send under faults and kills by chance, for SECONDS=600
	$(BIN)/python tests/soak.py $(SECONDS)

.PHONY: bench
bench: $(READY) ## Measure against the usual way, side by side
	$(BIN)/python benchmarks/run.py

ROWS ?= 1000000
ROUNDS ?= 3
TEXTS ?= unique

.PHONY: bench-sending
bench-sending: $(READY) ## Measure whole sends against the floor: ROWS=1000000 ROUNDS=3 TEXTS=unique|thousand|one
	$(BIN)/python benchmarks/sending.py --rows $(ROWS) --rounds $(ROUNDS) --texts $(TEXTS)

.PHONY: check
check: $(READY) ## Check format, lint, types and layers, as CI does
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(READY) ## Rewrite the code in the house format
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

.PHONY: lock
lock: ## Pin the development versions anew (names, versions and hashes only)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --group dev --output-file requirements-dev.lock --upgrade pyproject.toml

.PHONY: clean
clean: ## Remove what was built
	rm -rf $(VENV) build dist
