# lint.mk: budgets, walls, bans.
TREE = $(shell git ls-files -co --exclude-standard)
MEASURED = $(filter src/%.c src/%.h src/%.tmpl tools/%.c tools/%.h fuzz/%.c bench/%.c,$(TREE))
.PHONY: lint limits tidy
lint: $(TOOL)/lint
	@$(TOOL)/lint $(TREE)
limits: $(TOOL)/limits
	@$(TOOL)/limits tools/limits.allow $(MEASURED)
# clang-tidy on the files in TIDY (all sources without it); the flags are those of the build.
TIDY ?= $(filter src/%.c,$(TREE))
tidy: $(GENERATED)
	sh tests/tidy.sh $(MAKE) $(B) $(TIDY)
.PHONY: test-lint
test-lint: $(TOOL)/lint $(TOOL)/limits
	sh tests/lint/run.sh $^
