# Everything a person or a CI machine runs. `make` alone lists it.
# Needs Python 3.11 or newer (PYTHON=... names another) and a network for the first install.

PYTHON ?= python3
VENV ?= .venv
OUT := build/site
BIN := $(VENV)/bin
SETUP := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
# A notice of Material about a future MkDocs, printed into every build.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help site docs test test-slow lint messages snapshots picture catalogues reference zoo gallery \
	benchmark clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

site: $(VENV)/.site ## build the example site with Sphinx and with MkDocs, in English and Chinese
	$(BIN)/python -m sphinx -W --keep-going -q -b html -D language=en \
		-d $(OUT)/doctrees/en example_site/sphinx $(OUT)/sphinx/en
	$(BIN)/python -m sphinx -W --keep-going -q -b html -D language=zh_CN \
		-d $(OUT)/doctrees/zh example_site/sphinx $(OUT)/sphinx/zh
	$(BIN)/python -m mkdocs --quiet build --strict \
		--config-file example_site/mkdocs/mkdocs.yml --site-dir "$(CURDIR)/$(OUT)/mkdocs"
	@echo
	@echo "The example site is built. Open in a browser:"
	@echo "  Sphinx, English   $(CURDIR)/$(OUT)/sphinx/en/index.html"
	@echo "  Sphinx, 中文      $(CURDIR)/$(OUT)/sphinx/zh/index.html"
	@echo "  MkDocs, English   $(CURDIR)/$(OUT)/mkdocs/index.html"
	@echo "  MkDocs, 中文      $(CURDIR)/$(OUT)/mkdocs/zh/index.html"

docs: $(VENV)/.site ## build the project's own documentation, in English and Chinese
	$(BIN)/python -m mkdocs --quiet build --strict --site-dir "$(CURDIR)/build/docs"
	@echo "The documentation is built. Open $(CURDIR)/build/docs/index.html"

test: $(VENV)/.dev lint ## run every quick check: format, lint, types, import contracts, tests
	$(BIN)/python -m pytest -m "not slow" $(PYTEST)

test-slow: $(VENV)/.zoo ## run what is long: browser runs and whole zoos (needs Chromium)
	$(BIN)/python -m pytest -m slow $(PYTEST)

lint: $(VENV)/.dev ## run format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

messages: $(VENV)/.dev ## extract and compile the message catalogues of recviz_docs
	$(BIN)/python -m tools.messages

catalogues: $(VENV)/.dev ## extract the texts of the Sphinx example site for translation
	$(BIN)/python -m sphinx -q -b gettext -d $(OUT)/doctrees/gettext \
		example_site/sphinx $(OUT)/gettext
	$(BIN)/sphinx-intl update -p $(OUT)/gettext -l zh_CN -d example_site/sphinx/locale -w 0

snapshots: $(VENV)/.dev ## write the snapshots of the tests anew; read the difference before you commit
	$(BIN)/python -m pytest --snapshots=write -m "not slow" $(PYTEST)

picture: $(VENV)/.site ## draw the README's picture anew
	$(BIN)/recviz draw examples.deepfm:build depth=2 --path example_site -o docs/deepfm.svg

gallery: $(VENV)/.zoo ## draw all models into one contact sheet, build/gallery/index.html
	$(BIN)/python -m tools.gallery

zoo: $(VENV)/.zoo ## judge every model of the zoo and write the page that tells of it
	PYTHONPATH=. $(BIN)/python docs/zoo.py

benchmark: $(VENV)/.zoo ## measure what everything costs beside other tools, write the page on it
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable '.[dev,benchmark]' || \
		echo "Tools that are not installed are left out." >&2
	$(BIN)/python benchmarks/report.py

reference: $(VENV)/.site ## write the generated pages of the reference anew
	$(BIN)/python docs/generate.py

clean: ## remove what was built, keep the environment
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	rm -rf example_site/.cache

# One pip command each, with the constraints: two would let the second replace torch's CPU build.
$(VENV)/.dev: $(SETUP) | $(VENV)/.made
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable '.[dev]'
	@touch $(VENV)/.site $@

# Packages of strangers come and go: one that cannot be installed leaves out its own models only.
$(VENV)/.zoo: $(VENV)/.dev tests/zoo/no-deps.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable '.[dev,zoo]' || \
		echo "The zoo is not complete; the tests of what is missing are skipped." >&2
	while read -r package; do \
		$(BIN)/python -m pip install --quiet --no-deps -c constraints.txt "$$package" || \
		echo "Left out: $$package" >&2; \
	done < tests/zoo/no-deps.txt
	@touch $@

$(VENV)/.site: $(SETUP) | $(VENV)/.made
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable '.[site]'
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "recviz-docs needs Python 3.11 or newer; $(PYTHON) is" \
		"$$($(PYTHON) --version 2>&1 || echo missing). Name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "No virtual environment could be made; on Debian and Ubuntu install python3-venv." >&2; \
		rm -rf $(VENV); exit 1; }
	@touch $@
