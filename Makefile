# Two commands for a machine that has only Python, pip, make and Node: `make demo` and `make test`.
.PHONY: demo test slow reliability reliability-control docs bench picture audit setup check

PYTHON ?= python3
# uv as a module: found wherever pip put it, on PATH or not
UV = $(PYTHON) -m uv
RUN = $(UV) run --frozen
SAMPLE = src/allegedly/data/samples/harbour.txt

demo: setup
	$(RUN) allegedly read $(SAMPLE)
	$(RUN) allegedly demo

test: setup check
	$(RUN) python -m pytest -m "not slow" -n 2

# kill, fuzz and full-corpus suites
slow: setup
	$(RUN) python -m pytest -m slow

# what is promised of the ledger, long forms too, with a scoreboard; ALLEGEDLY_SEED=n throws the dice anew
reliability: setup
	$(RUN) python -m pytest -m "reliability and not control"

# the same with a part broken on purpose: each must lose, or the tests above prove nothing
reliability-control: setup
	$(RUN) python -m pytest -m control

# the examples in the pages are run as they stand
docs: setup
	$(RUN) python -m pytest --doctest-glob='*.md' README.md docs

# floors and speed; the whole table needs the maintainers' data: python -m benchmarks table --data DIR
bench: setup
	$(RUN) python -m benchmarks floors
	$(RUN) python -m benchmarks speed

# the picture of the desk in README.md; needs Chromium
picture: setup
	$(RUN) python docs/picture.py

# known weaknesses of what is installed with the package, each file by its locked hash; asks PyPI, so it needs a network
audit: setup
	@mkdir -p build
	$(UV) export --frozen --all-extras --no-dev --no-emit-project --quiet --output-file build/locked.txt
	$(UV) tool run pip-audit --require-hashes --disable-pip --requirement build/locked.txt

check:
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports

# some systems keep their own Python closed to pip unless told; uv is one file and disturbs nothing there
setup:
	@$(UV) --version >/dev/null 2>&1 \
		|| $(PYTHON) -m pip install --quiet uv \
		|| $(PYTHON) -m pip install --quiet --break-system-packages uv
	@$(UV) sync --frozen
	@command -v uv >/dev/null || echo "uv is installed but not on PATH: add $$($(PYTHON) -m site --user-base)/bin to it" >&2
