# test.mk: one test program a floor, made of the *_test.c beside what they test, linked with the
# floors below only. `make test-data` runs one; `make check` all, on sanitizers.
TEST_FLOORS := $(foreach f,base data web campus engines services main,\
               $(if $(wildcard src/$(f)/*_test.c src/$(f)/*/*_test.c),$(f)))
test_src = $(wildcard src/$1/*_test.c src/$1/*/*_test.c)
test_obj = $(patsubst %.c,$(O)/%.o,$(call test_src,$1))
$(foreach f,$(TEST_FLOORS),$(G)/test/$(f)_main.c): $(G)/test/%_main.c: \
    $$(call test_src,$$*) tests/main.sh
	@mkdir -p $(@D)
	sh tests/main.sh $(call test_src,$*) > $@
$(O)/$(G)/test/%.o: INC = $(INC_base)
$(foreach f,$(TEST_FLOORS),$(O)/test/$(f)): $(O)/test/%: $(O)/$(G)/test/%_main.o \
    $$(call test_obj,$$*) $$(call libs_upto,$$*)
	@mkdir -p $(@D)
	$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)
TEST_RUNS := $(addprefix test-,$(TEST_FLOORS))
.PHONY: $(TEST_RUNS) check
$(TEST_RUNS): test-%: $(O)/test/%
	$<
