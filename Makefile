# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test test-all lint format bench bench-ingest relevance gazetteer lock clean environment \
	test-8 elasticsearch elasticsearch-stop checkers screenshots

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-19s %s\n", $$1, $$2}'

run: environment ## environment, gazetteer, seed listings, embedded index, web server on 127.0.0.1:8000
	@$(BIN)/python -m ingest run seed
	@echo "Nearhelp is on http://$(or $(NEARHELP_BIND),127.0.0.1:8000) (stop it with Ctrl-C)"
	@$(BIN)/gunicorn --config python:directory.web.gunicorn app:app

test: $(VENV)/.tests ## the test suite that this machine can run; says at its end what it left out and why
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto -m "not long"

test-all: $(VENV)/.tests ## the long tests too, and those of Elasticsearch on server 8
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto
	@$(MAKE) --no-print-directory test-8

test-8: $(VENV)/.tests .cache/client-8/.installed ## the tests of the Elasticsearch engine on server 8 with client 8.19
	@trap '$(BIN)/python -m tests.servers stop --port 9288' EXIT; \
	url=$$(env -u ELASTICSEARCH_URL $(BIN)/python -m tests.servers start --version 8 --port 9288) && \
	ELASTICSEARCH_URL=$$url REQUIRE_ELASTICSEARCH=1 PYTHONPATH=.cache/client-8 \
		$(BIN)/pytest -m elasticsearch --ignore tests/test_servers_life.py --ignore tests/test_containers.py

checkers: .cache/axe/package/axe.min.js .cache/vnu/package/build/dist/vnu.jar ## axe and the Nu HTML checker, for the tests of the pages (needs npm)

screenshots: $(VENV)/.tests ## take the pictures of the README again (needs Chromium)
	@$(BIN)/python -m tests.screenshots

lint: $(VENV)/.tests ## style and types only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy

format: $(VENV)/.tests ## rewrite the code in the house format
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .

elasticsearch: $(VENV)/.python ## start an Elasticsearch on port 9200 (ELASTICSEARCH_PORT); fetches one unless ELASTICSEARCH_URL or _HOME is set
	@$(BIN)/python -m tests.servers start

elasticsearch-stop: $(VENV)/.python ## end the server that `make elasticsearch` started
	@$(BIN)/python -m tests.servers stop

bench: $(VENV)/.tests ## measure the search against bare statements, as ratios in one run, and first paint on a slow phone
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.elastic
	@$(BIN)/python -m tests.bench.paint

bench-ingest: $(VENV)/.tests ## measure runs: all real data three times, generated feeds of 10,000 to 200,000 services (half an hour)
	@$(BIN)/python -m tests.bench.ingest

relevance: $(VENV)/.tests ## how well what people type finds what helps them: both engines beside two plain searches
	@$(BIN)/python -m tests.relevance

gazetteer: $(VENV)/.tests ## build data/seed/gazetteer again from the packages it comes from
	@$(BIN)/python -m directory.places.build

lock: $(VENV)/.tests ## write requirements.txt and tests/requirements.txt from their .in files, with hashes (needs uv)
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 \
		--custom-compile-command "make lock" requirements.in -o requirements.txt
	@uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 \
		--custom-compile-command "make lock" tests/requirements.in -o tests/requirements.txt

clean: ## remove the environment, caches, and .nearhelp with the index and everything ingested; data kept elsewhere stays
	rm -rf $(VENV) .nearhelp .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment: $(VENV)/.installed

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Nearhelp needs Python 3.11 or newer; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing (on Debian: apt install python3-venv)"; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.python
	@echo "Installing what Nearhelp needs into $(VENV) …"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install -q --require-hashes -r tests/requirements.txt
	@touch $@

.cache/axe/package/axe.min.js:
	@mkdir -p .cache/axe && cd .cache/axe && npm pack --silent axe-core@4.14.1 >/dev/null && tar -xzf axe-core-*.tgz

.cache/vnu/package/build/dist/vnu.jar:
	@mkdir -p .cache/vnu && cd .cache/vnu && npm pack --silent vnu-jar@26.9.27 >/dev/null && tar -xzf vnu-jar-*.tgz && rm vnu-jar-*.tgz

.cache/client-8/.installed: tests/requirements-8.txt | $(VENV)/.installed
	@$(BIN)/python -m pip install -q --no-deps --require-hashes --upgrade --target .cache/client-8 -r tests/requirements-8.txt
	@touch $@
