# make demo | test | test-browser | lint | types | layers | check | mutants | diagrams | readme
#      benchmark | setup | lock | clean
# PYTHON=python3.12 selects the interpreter; without it an existing .venv keeps its own.
PYTHON ?=
PYTEST =
BIN = .venv/bin
DEMO = $(BIN)/crossmatch demo

.NOTPARALLEL:
.PHONY: demo test test-browser browser spark lint types layers check mutants diagrams readme benchmark \
	setup lock clean

demo: setup
	$(DEMO)

# pytest comes last so that the output ends with its summary, after what was skipped and why.
test: browser spark lint types layers
	$(BIN)/python -m pytest -n 2 -rs $(PYTEST)

# The HTML pages in a Chromium of the system, such as Debian's; skipped where there is none.
test-browser: browser
	$(BIN)/python -m pytest -n 2 -rs tests/browser $(PYTEST)

browser: setup
	@$(BIN)/python -m tools.browser

# Spark, where there is a Java to run it on.
spark: setup
	@$(BIN)/python -m tools.spark

lint: setup
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: setup
	$(BIN)/python -m mypy

layers: setup
	$(BIN)/lint-imports

# Proofs of the shipped knowledge.
check: setup
	$(BIN)/crossmatch check

# Every single edit of the shipped knowledge against its cases and proofs; takes some minutes.
mutants: setup
	$(BIN)/python -m tools.mutants

# What is generated from the knowledge base; the tests compare.
diagrams: setup
	$(BIN)/python -m tools.diagrams
	$(BIN)/python -m tools.triage

readme: setup
	$(BIN)/python tools/readme.py

benchmark: setup
	$(BIN)/python benchmarks/advise.py
	$(BIN)/python benchmarks/check.py
	$(BIN)/python -m benchmarks.peers

setup:
	@PYTHON='$(PYTHON)' sh tools/setup.sh

# Newest versions that fit pyproject.toml, one per package for every supported Python and platform.
lock: setup
	$(BIN)/python -m venv --clear .venv/lock
	.venv/lock/bin/python -m pip -q install uv
	.venv/lock/bin/uv --no-config --system-certs pip compile pyproject.toml --extra dev --upgrade --universal \
		--python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-annotate --quiet --output-file requirements.lock
	for group in browser spark; do \
		.venv/lock/bin/uv --no-config --system-certs pip compile --group pyproject.toml:$$group --upgrade --universal \
			--constraint requirements.lock --python-version 3.11 --fork-strategy fewest --generate-hashes \
			--no-header --no-annotate --quiet --output-file requirements-$$group.lock || exit 1; \
	done

clean:
	rm -rf .venv out build dist *.egg-info .hypothesis .*_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
