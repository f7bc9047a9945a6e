# Commands of the project; `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
SITE ?= sites/demo
VENV := .venv
BIN := $(VENV)/bin
FRONTEND := chibo_tasks/www/chibo.html
export PORT SITE

.PHONY: help run test test-bench bench lint format catalogue screenshots lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.host: requirements/host.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/host.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.host
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(FRONTEND): frontend/node_modules/.installed $(shell find frontend/src frontend/public frontend/index.html frontend/*.config.* -type f 2>/dev/null)
	cd frontend && npm run build

run: $(VENV)/.host $(FRONTEND) ## from nothing to a served demonstration (PORT, SITE)
	$(BIN)/chibo --site $(SITE) demo --port $(PORT)

test: $(VENV)/.dev $(FRONTEND) ## the whole suite on benchless, browser tests where a Chromium is found
	cd frontend && npm run --silent check && npm run --silent test
	$(BIN)/python -m pytest -n auto --dist loadfile tests/docs tests/unit tests/app tests/security
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/host tests/e2e --ignore=$(TIMED)
	$(BIN)/python -m pytest $(TIMED)

test-bench: ## the same behaviour suite inside a real bench: make test-bench BENCH=<dir> SITE=<name>
	@test -d "$(BENCH)/sites/$(SITE)" || { echo "make test-bench BENCH=<bench folder> SITE=<site name>"; exit 2; }
	cd $(BENCH)/sites && CHIBO_BENCH_SITE=$(SITE) PYTHONDONTWRITEBYTECODE=1 ../env/bin/python -m pytest \
		-p no:cacheprovider -W default -c $(CURDIR)/pyproject.toml --rootdir $(CURDIR) $(addprefix $(CURDIR)/,$(SHARED_TESTS))

SHARED_TESTS := tests/app tests/security
# what is timed has the machine to itself
TIMED := tests/e2e/test_weight.py

bench: $(if $(BENCH),,$(VENV)/.dev) ## benchmarks, as ratios within one run; on a bench: make bench BENCH=<dir> SITE=<name>
	$(if $(BENCH),cd $(BENCH)/sites && CHIBO_BENCH_SITE=$(SITE) PYTHONPATH=$(CURDIR) ../env/bin/python,$(BIN)/python) -m benchmarks

lint: $(VENV)/.dev ## style, types, catalogue, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.catalogue --check
	$(BIN)/python -m tools.host_api --check
	$(BIN)/python -m tools.api_docs --check

format: $(VENV)/.dev ## put the code into its style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(VENV)/.dev ## bring the message catalogues up to date
	$(BIN)/python -m tools.catalogue

screenshots: $(VENV)/.dev $(FRONTEND) ## every screen, both sizes, both themes, into screenshots/
	$(BIN)/python -m tests.e2e.screenshots

lock: ## pin exact versions with hashes
	uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-emit-index-url --no-annotate \
		--extra host --extra build -o requirements/host.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-emit-index-url --no-annotate \
		--extra dev --extra build -c requirements/host.lock -o requirements/dev.lock pyproject.toml

clean: ## remove what was built (not the sites)
	rm -rf $(VENV) frontend/node_modules chibo_tasks/public/frontend $(FRONTEND)
