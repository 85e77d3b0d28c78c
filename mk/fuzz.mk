# fuzz.mk: a fuzzer each for what reads bytes from outside: fuzz/NAME.c -> build/fuzz/NAME (clang,
# libFuzzer, sanitizers). `script/fuzz SECONDS` runs them over fuzz/corpus and fuzz/regression.
FUZZERS := $(patsubst fuzz/%.c,%,$(wildcard fuzz/*.c))
.PHONY: fuzz
fuzz:
	$(MAKE) MODE=fuzz $(addprefix $(B)/fuzz/,$(FUZZERS))

ifeq ($(MODE),fuzz)
FUZZ_INC := $(INC_campus) -Isrc/services/saml -Isrc/services/scim -Isrc/services/records -Isrc/services/studymap -Isrc/services/timetable -Itools/viewc
# Not a floor's library: only the file that is tried.
FUZZ_MORE_settings := $(O)/src/campus/settings.o
FUZZ_MORE_template := $(patsubst %.c,$(O)/%.o,$(wildcard tools/viewc/*.c))
FUZZ_MORE_prereq := $(O)/src/services/records/prereq.o $(O)/src/services/records/ready.o
FUZZ_MORE_ical := $(O)/src/services/timetable/ical.o
FUZZ_MORE_oidc := $(O)/src/services/oidc/rules.o
FUZZ_MORE_saml := $(patsubst %,$(O)/src/services/saml/%.o,envelope request rules meta)
FUZZ_MORE_scim := $(patsubst %,$(O)/src/services/scim/%.o,node schema filter patch)
FUZZ_MORE_search := $(patsubst %,$(O)/src/campus/search_%.o,words index match)
FUZZ_MORE_draw := $(O)/src/services/studymap/draw_file.o $(O)/src/services/studymap/draw_rules.o
$(O)/tools/%.o: tools/%.c
	@echo "  CC $<"; mkdir -p $(@D)
	@$(CC) $(CSTD) $(WARN) $(OPT) $(INC_base) -c -o $@ $<
$(O)/fuzz/%.o: INC = $(FUZZ_INC)
$(O)/fuzz/%.o: fuzz/%.c | $(G)/web/put_ids.h
	@echo "  CC $<"; mkdir -p $(@D)
	@$(CC) $(CSTD) $(WARN) $(OPT) $(PKG_CFLAGS) $(INC) -c -o $@ $<
$(addprefix $(B)/fuzz/,$(FUZZERS)): $(B)/fuzz/%: $(O)/fuzz/%.o $$(FUZZ_MORE_$$*) \
    $$(call libs_upto,web)
	@echo "  LD $@"; mkdir -p $(@D)
	@$(CC) $(OPT) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)
-include $(patsubst %,$(O)/fuzz/%.d,$(FUZZERS))
endif
