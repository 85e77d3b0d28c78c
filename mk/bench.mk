# bench.mk: the programs of bench/rush: `make MODE=release rush` makes them beside the campus.
#   seed    linked with the whole campus but its main(): makes students, sessions and plans
#   arm     the same; arms their plans and moves the opening
#   type    types into the search, in process (bench/search)
#   argon   checks passwords, in process (bench/identity)
#   listed  looks services of a federation up, in process (bench/identity)
#   again   asks as fast as it is answered (bench/identity)
#   submit  the load: posts over many connections       bare    a group-commit loop with nothing around
BENCH := $(addprefix $(O)/bench/,seed arm submit bare type argon again listed)
.PHONY: rush
rush: $(BENCH) $(O)/rapenburg
# Identity's and records' own headers: sessions and studies are made by their own functions.
$(O)/bench/%.o: INC = $(INC_main) $(foreach s,identity records studymap saml,-Isrc/services/$(s) -I$(G)/services/$(s))
$(O)/bench/seed: $(O)/bench/seed.o $(O)/bench/wishes.o $(call libs_upto,main)
$(O)/bench/type: $(O)/bench/type.o $(call libs_upto,main)
$(O)/bench/arm: $(O)/bench/arm.o $(call libs_upto,main)
$(O)/bench/argon: $(O)/bench/argon.o $(call libs_upto,main)
$(O)/bench/listed: $(O)/bench/listed.o $(call libs_upto,main)
$(O)/bench/again: $(O)/bench/again.o
$(O)/bench/submit: $(O)/bench/submit.o
$(O)/bench/bare: $(O)/bench/bare.o
$(BENCH):
	@echo "  LD $@"
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)
-include $(wildcard $(O)/bench/*.d)
