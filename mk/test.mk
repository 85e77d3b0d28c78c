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
	$(CC) $(OPT) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)
# Every query of every room, so that a test prepares them all on both databases.
$(G)/test/query_tables.c: $(Q_STAMPS) tests/query_tables.sh
	@mkdir -p $(@D)
	sh tests/query_tables.sh $(notdir $(Q_ROOMS)) > $@
$(O)/$(G)/test/query_tables.o: INC = $(INC_data)
$(O)/test/main: $(O)/$(G)/test/query_tables.o
TEST_RUNS := $(addprefix test-,$(TEST_FLOORS))
.PHONY: $(TEST_RUNS) check
$(TEST_RUNS): test-%: $(O)/test/%
	$<
# The story runner, linked with the whole campus but its main(). Stories run on SQLite, and on
# PostgreSQL when RAPENBURG_TEST_PG is its URL.
STORY_OBJ := $(patsubst %.c,$(O)/%.o,$(wildcard tests/story/*.c))
STORIES := $(sort $(wildcard tests/stories/*.story))
$(O)/tests/story/%.o: INC = $(INC_main)
$(O)/test/story: $(STORY_OBJ) $(call libs_upto,main)
	@mkdir -p $(@D)
	$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)
-include $(patsubst %.o,%.d,$(STORY_OBJ) $(foreach f,$(TEST_FLOORS),$(call test_obj,$f)))
.PHONY: test-stories test-failures test-viewc test-queryc
check:
	$(MAKE) MODE=asan $(TEST_RUNS) test-stories test-lint test-viewc test-queryc lint limits
test-stories: $(O)/test/story
	$< $(STORIES)
	$(if $(RAPENBURG_TEST_PG),$< --database '$(RAPENBURG_TEST_PG)' $(STORIES))
# Every query, and every few allocations, of every request of every story fails once.
test-failures: $(O)/test/story
	$< --fail queries $(STORIES)
	$< --fail allocations --seed 5 $(STORIES)
test-queryc: $(TOOL)/queryc
	tests/queryc/run.sh $(abspath $<)
test-viewc: $(TOOL)/viewc
	WARN='$(WARN)' tests/viewc/run.sh $(abspath $<)

# A real enrolment rush through studymap's decisions (tests/replay); its data: RAPENBURG_DATA.
REPLAY_OBJ := $(patsubst %.c,$(O)/%.o,$(wildcard tests/replay/*.c))
$(O)/tests/replay/%.o: INC = $(INC_main) -Isrc/services/studymap $(call inc_service,studymap)
$(O)/test/replay: $(REPLAY_OBJ) $(call libs_upto,main)
	@mkdir -p $(@D)
	$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)
-include $(REPLAY_OBJ:.o=.d)

# kill -9 and a full disk under the store; under the whole campus: tests/crash.sh, tests/full_disk.sh.
ROUNDS ?= 20
SEED ?= 1
.PHONY: test-crash-store
test-crash-store: $(O)/test/crash-store
	$< $(ROUNDS) $(SEED)
$(O)/tests/crash/%.o: INC = $(INC_main)
$(O)/test/crash-store: $(O)/tests/crash/store.o $(call libs_upto,data)
	@mkdir -p $(@D)
	$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)
