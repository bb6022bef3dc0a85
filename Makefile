# Every command of the project, for people and for CI.
.DEFAULT_GOAL := help
.PHONY: help install build run test check evaluate bench bench-channels bench-widget bench-desk desk-data fuzz train extract screenshots clean
PY := .venv/bin/python

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

install: ## Create both Python environments (does nothing when they are up to date)
	@tools/install.sh

build: install ## Build catalogues, front end, search index and Rasa model (only what has changed)
	@$(PY) -m tools.build

run: build ## Start everything and print the addresses; Ctrl-C stops it
	@$(PY) -m tools.serve

test: build ## Run the whole test suite: units, contracts, the real Rasa, a real browser
	@tools/install_browser.sh
	@$(PY) -m pytest

check: install ## Format, lint, types, import rules, Rasa data, translations, parity of the guidebook, TypeScript
	@$(PY) -m tools.check

evaluate: build ## Measure on unseen messages what is found and understood; writes docs/evaluation.md, docs/understanding.md
	@$(PY) -m tools.evaluate; found=$$?; $(PY) -m tools.evaluate_understanding && exit $$found

bench: build ## Measure reply times beside a stock Rasa bot; writes docs/benchmark.md
	@$(PY) -m tools.bench

bench-channels: build ## Measure LINE and KakaoTalk with 50 residents at once; writes docs/channels/benchmark.md
	@$(PY) -m tools.bench_channels

bench-widget: build ## Measure the widget's size, first paint and first answer on a slow line; writes docs/widget-benchmark.md
	@tools/install_browser.sh
	@$(PY) -m tools.bench_widget

desk-data: install ## Fill an empty database with a year of made-up work: make desk-data DATABASE_URL=…
	@$(PY) -m tools.desk_data "$(DATABASE_URL)"

bench-desk: build ## Measure the desk on a year of made-up data with 50 counsellors; writes docs/desk-benchmark.md
	@$(PY) -m tools.bench_desk $(addprefix --database ,$(DATABASE_URL))

fuzz: build ## Throw 10,000 random and mutated bodies at each webhook
	@$(PY) -m tools.fuzz

train: install ## Train the embedding model that ships, on the project's own texts
	@$(PY) -m knowledge.training

extract: install ## Bring new source strings into the translation catalogues
	@$(PY) -m tools.catalogues extract

screenshots: build ## Take the pictures of the README and the handbook from the running system
	@tools/install_browser.sh
	@$(PY) -m tools.screenshots
	@$(PY) -m pytest -q tests/journeys/test_desk_day.py --pictures docs/pictures

clean: ## Remove everything that was built or stored here
	rm -rf var api/web/dist api/web/public/locale bot/.rasa bot/data/nlu/questions
