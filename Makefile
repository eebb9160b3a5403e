# make help lists the targets.
VENV := .venv
BIN := $(VENV)/bin
IN ?= samples/pengajuan
OUT ?= output
PEERS := .venv-pembanding

.PHONY: help extract review test test-penuh accuracy bench scale long lint docs samples bundle lock audit doctor bersih
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 16

$(VENV)/.siap-run: pyproject.toml alat/siapkan.sh
	@alat/siapkan.sh $(VENV)

$(VENV)/.siap-dev: pyproject.toml alat/siapkan.sh
	@alat/siapkan.sh $(VENV) dev
	@touch $(VENV)/.siap-run

extract: $(VENV)/.siap-run ## read IN (samples/pengajuan) into OUT (output)
	@$(BIN)/selaras extract "$(IN)" --out "$(OUT)"

review: $(VENV)/.siap-run ## decide on the findings in OUT (output) in the browser
	@$(BIN)/selaras review "$(OUT)"

test: $(VENV)/.siap-dev ## run the tests
	@$(BIN)/python -m pytest -m "not penuh"

test-penuh: $(VENV)/.siap-dev ## run the tests and the long suites
	@$(BIN)/python -m pytest

accuracy: $(VENV)/.siap-dev ## compare what is read with the truth (SET= RINCI=20 DEGRADASI=ya|tidak|saja BENIH= HALAMAN=4 PENUH=1)
	@$(BIN)/python -m tests.akurasi $(if $(SET),--set $(SET)) $(if $(RINCI),--rinci $(RINCI)) \
		$(if $(DEGRADASI),--degradasi $(DEGRADASI)) $(if $(BENIH),--benih $(BENIH)) \
		$(if $(HALAMAN),--halaman $(HALAMAN)) $(if $(PENUH),--penuh)

# What others need does not go together with what Selaras needs; without them the rest is measured.
$(PEERS)/.siap: $(VENV)/.siap-dev tests/bench/pembanding.txt
	@$(BIN)/python -m venv $(PEERS) && \
		$(PEERS)/bin/python -m pip install -q --disable-pip-version-check -r tests/bench/pembanding.txt && \
		touch $@ || echo "Pembanding tidak terpasang; yang lain tetap diukur" >&2

bench: $(VENV)/.siap-dev $(PEERS)/.siap ## time, memory and figures beside other readers (SET= HALAMAN=24; 0: all)
	@$(BIN)/python -m tests.bench $(if $(SET),--set $(SET)) $(if $(HALAMAN),--halaman $(HALAMAN)) \
		$(if $(PEMBANDING),--pembanding $(PEMBANDING))

scale: $(VENV)/.siap-dev ## measure pages and play the queue of a regency, a province, the country
	@$(BIN)/python -m tests.bench.skala

long: $(VENV)/.siap-dev ## memory over time, and a page's cost in a large folder beside a small one (HALAMAN=5000)
	@$(BIN)/python -m tests.bench.panjang $(if $(HALAMAN),--halaman $(HALAMAN)) \
		$(if $(ULANG),--ulang $(ULANG)) --gambar docs/gambar/ingatan.svg

lint: $(VENV)/.siap-dev ## ruff, mypy --strict, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

docs: $(VENV)/.siap-dev ## write docs/aturan.md anew from the rules
	@$(BIN)/python -m pipeline.reconcile.docs docs/aturan.md

samples: $(VENV)/.siap-dev ## print and scan the samples again
	@$(BIN)/python -m samples.pembuat

bundle: $(VENV)/.siap-run ## pack wheels, language data and a guide for a PC without network (UNTUK=windows PY=3.12)
	@$(BIN)/python alat/bungkus.py $(if $(UNTUK),--untuk $(UNTUK)) $(if $(PY),--python $(PY))

lock: $(VENV)/.siap-dev ## write requirements.lock and docs/licenses.md from what is installed
	@$(BIN)/python alat/pasokan.py kunci
	@$(BIN)/python alat/pasokan.py lisensi

audit: $(VENV)/.siap-dev ## ask for known holes in the versions of requirements.lock
	@$(BIN)/python alat/pasokan.py audit

doctor: $(VENV)/.siap-run ## say what is installed and what is missing
	@$(BIN)/selaras doctor

bersih: ## remove the virtual environment and the output
	rm -rf $(VENV) $(PEERS) output/*
