# The commands of this project. `make setup` is the only one that needs a package index.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo test check docs lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml requirements.lock deploy/setup.sh
	PYTHON="$(PYTHON)" VENV="$(VENV)" bash deploy/setup.sh
	touch $@

demo: setup  ## a first broadcast: Ada reads scripts_in/welcome.en.md
	$(BIN)/herald build scripts_in/welcome.en.md

$(VENV)/.test-models: $(VENV)/.ready models/registry.toml
	$(BIN)/herald models pull default piper spanish french hindi italian japanese portuguese chinese
	@echo "Compiling librosa's functions, which Coqui's voices use: once, most of a minute"
	$(BIN)/python -c "import librosa.core.pitch, numpy; librosa.istft(librosa.stft(numpy.zeros(4096, 'float32')))"
	touch $@

# Tests run beside each other, with one thread each, and one more than there are cores: they wait for what they start.
test: setup $(VENV)/.test-models  ## the whole default suite: offline, on the CPU
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python -m pytest -n $$($(BIN)/python -c "import os; print(os.cpu_count() + 1)") --dist worksteal -m "not slow and not gpu and not network"

check: setup  ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_docs.py

docs: setup  ## write docs/cli.md from the commands themselves
	$(BIN)/python docs/write_cli.py

lock: setup  ## write requirements.lock from what is installed
	bash deploy/lock.sh

clean:
	rm -rf $(VENV) .herald build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
