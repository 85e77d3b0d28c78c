# floors.mk: who may know whom: an include path and a static library for each floor.
INC_base := -Isrc/base
INC_data := $(INC_base) -Isrc/data -I$(G)/data
INC_web := $(INC_data) -Isrc/web -I$(G)/web
INC_campus := $(INC_web) -Isrc/campus -I$(G)/campus
INC_engines := $(INC_campus) -Isrc/engines
INC_main := $(INC_engines) -Isrc/main $(foreach s,$(SERVICES),-I$(G)/public/$(s))
# A service sees the floors below, itself, and the public headers of its needs.
needs = $(strip $(file <src/services/$1/needs))
inc_service = -Isrc/services/$1 -I$(G)/services/$1 $(INC_engines) \
              $(foreach n,$(call needs,$1),-I$(G)/public/$(n))

csrc = $(filter-out %_test.c,$(wildcard src/$1/*.c))
objs = $(patsubst %.c,$(O)/%.o,$(call csrc,$1))
q_objs = $(if $(filter $1,$(Q_ROOMS)),$(O)/$(G)/$1/$(notdir $1)_q.o)
OBJ_base := $(call objs,base)
OBJ_data := $(call objs,data)
OBJ_web := $(call objs,web) $(O)/$(G)/web/catalogue.o
OBJ_campus := $(call objs,campus) $(call q_objs,campus) $(O)/$(G)/campus/campus_v.o \
              $(O)/$(G)/campus/assets.o
OBJ_engines := $(call objs,engines)
OBJ_services := $(foreach s,$(SERVICES),$(call objs,services/$(s)) \
                $(call q_objs,services/$(s)) $(O)/$(G)/services/$(s)/$(s)_v.o)
OBJ_main := $(filter-out %/main.o,$(call objs,main))

$(O)/src/base/%.o: INC = $(INC_base)
$(O)/src/data/%.o: INC = $(INC_data)
$(O)/src/web/%.o $(O)/$(G)/web/%.o: INC = $(INC_web)
$(O)/src/campus/%.o $(O)/$(G)/campus/%.o: INC = $(INC_campus)
$(O)/src/engines/%.o: INC = $(INC_engines)
$(O)/src/main/%.o: INC = $(INC_main)
of_service = $(firstword $(subst /, ,$(lastword $(subst services/, ,$1))))
$(O)/src/services/%.o: INC = $(call inc_service,$(call of_service,$*))
$(O)/$(G)/services/%.o: INC = $(call inc_service,$(call of_service,$*))

# What is assembled into an object as it is.
$(O)/src/services/identity/guessed.o: src/services/identity/guessed.txt

# How a file is compiled, and which generated files must be there before. V=1 shows the whole command.
Q := $(if $(V),,@)
define compile
@mkdir -p $(@D)
$(if $(V),,@echo "  CC $<")
$(Q)$(CC) $(CSTD) $(WARN) $(OPT) $(PKG_CFLAGS) $(INC) -c -o $@ $<
endef
GEN_web := $(G)/web/catalogue.c $(G)/web/put_ids.h
GEN_campus := $(GEN_web) $(filter $(G)/campus/%,$(GENERATED))
$(O)/%.o: %.c | $(GENERATED)
	$(compile)
$(O)/src/base/%.o: src/base/%.c
	$(compile)
$(O)/src/data/%.o: src/data/%.c
	$(compile)
$(O)/src/web/%.o: src/web/%.c | $(GEN_web)
	$(compile)
$(O)/src/campus/%.o: src/campus/%.c | $(GEN_campus)
	$(compile)
$(O)/$(G)/web/%.o: $(G)/web/%.c | $(GEN_web)
	$(compile)
$(O)/$(G)/campus/%.o: $(G)/campus/%.c | $(GEN_campus)
	$(compile)
$(O)/$(G)/test/%.o: $(G)/test/%.c
	$(compile)
$(G)/%_q.c: $(G)/$$(dir $$*)q.stamp
	@touch $@
$(G)/%_v.c: $(G)/$$(dir $$*)v.stamp
	@touch $@

$(O)/lib%.a:
	@mkdir -p $(@D); rm -f $@
	@echo "  AR $@"
	$(Q)$(if $(filter %.o,$^),ar rcs $@ $(filter %.o,$^),printf '!<arch>\n' > $@)
$(O)/libbase.a: $(OBJ_base)
$(O)/libdata.a: $(OBJ_data)
$(O)/libweb.a: $(OBJ_web)
$(O)/libcampus.a: $(OBJ_campus)
$(O)/libengines.a: $(OBJ_engines)
$(O)/libservices.a: $(OBJ_services)
$(O)/libmain.a: $(OBJ_main)
FLOORS := main services engines campus web data base
upto_base := base
upto_data := data base
upto_web := web $(upto_data)
upto_campus := campus $(upto_web)
upto_engines := engines $(upto_campus)
upto_services := services $(upto_engines)
upto_main := main $(upto_services)
libs_upto = $(foreach f,$(upto_$1),$(O)/lib$(f).a)

$(O)/rapenburg: $(O)/src/main/main.o $(call libs_upto,main)
	@echo "  LD $@"
	$(Q)$(CC) $(OPT) $(LDFLAGS) -o $@ $^ $(LIBS)

-include $(patsubst %.o,%.d,$(OBJ_base) $(OBJ_data) $(OBJ_web) $(OBJ_campus) $(OBJ_engines) \
           $(OBJ_services) $(OBJ_main) $(O)/src/main/main.o)
