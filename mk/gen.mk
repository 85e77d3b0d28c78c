# gen.mk: tools/ and the code they write: queries, views, catalogues, assets.
TOOL := $(B)/tool
TOOLS := $(patsubst tools/%.c,$(TOOL)/%,$(wildcard tools/*.c))
TOOL_LIBS := $(shell pkg-config --libs sqlite3 libsodium libbrotlienc zlib) -lgettextpo
.SECONDEXPANSION:
$(TOOL)/%: tools/%.c $$(wildcard tools/$$*/*.[ch]) src/base/err.def src/base/ids.def src/data/types.def
	@mkdir -p $(@D)
	$(CCACHE) gcc $(CSTD) $(WARN) -O1 -Isrc/base -Itools -o $@ $(filter %.c,$^) $(TOOL_LIBS)
.PHONY: tools
tools: $(TOOLS)

SERVICES := $(patsubst src/services/%/service.c,%,$(wildcard src/services/*/service.c))
ROOMS := campus $(addprefix services/,$(SERVICES))
SCHEMAS := $(sort $(wildcard src/campus/schema/*.sql)) \
           $(sort $(wildcard src/services/*/schema/*.sql))

# Queries: src/ROOM/queries.sql -> gen/ROOM/NAME_q.[ch], with the migrations of ROOM.
Q_ROOMS := $(patsubst src/%/queries.sql,%,$(wildcard $(ROOMS:%=src/%/queries.sql)))
Q_STAMPS := $(patsubst %,$(G)/%/q.stamp,$(Q_ROOMS))
$(Q_STAMPS): $(G)/%/q.stamp: src/%/queries.sql $(TOOL)/queryc $(SCHEMAS) \
    $$(wildcard src/%/needs)
	@mkdir -p $(@D)
	@echo "  SQL src/$*/queries.sql"
	$(if $(V),,@)$(TOOL)/queryc --out $(@D) --name $(notdir $*) --queries src/$*/queries.sql \
	    --own 'src/$*/schema' $(SCHEMAS)
	@touch $@

# Views: src/ROOM/views/*.tmpl -> gen/ROOM/NAME_v.[ch].
V_STAMPS := $(patsubst %,$(G)/%/v.stamp,$(ROOMS))
$(V_STAMPS): $(G)/%/v.stamp: $(TOOL)/viewc $$(wildcard src/%/views/*.tmpl)
	@mkdir -p $(@D)
	@echo "  TMPL src/$*/views"
	$(if $(V),,@)$(TOOL)/viewc --out $(@D) --name $(notdir $*) $(sort $(wildcard src/$*/views/*.tmpl))
	@touch $@

# The catalogue of texts: po/LANG/*.po -> gen/web/catalogue.c.
POS := $(sort $(wildcard po/*/*.po))
$(G)/web/catalogue.c: $(TOOL)/catalogue $(POS)
	@mkdir -p $(@D)
	$(TOOL)/catalogue --out $@ $(POS)

# Types that views can write: ids.def -> gen/web/put_ids.h.
$(G)/web/put_ids.h: src/base/ids.def
	@mkdir -p $(@D)
	sed -n 's/^X(\([a-z_]*\)).*/\1: put_\1,/p' $< | tr '\n' ' ' | sed 's/^/#define PUT_IDS /' > $@

# Assets: hashed, compressed, part of the program.
ASSETS := $(sort $(wildcard assets/*.css assets/*.js assets/*.svg assets/*.woff2 assets/*.png assets/*.webp))
$(G)/campus/assets.c: $(TOOL)/assets $(ASSETS)
	@mkdir -p $(@D)
	$(TOOL)/assets --out $@ $(ASSETS)

# Only the public headers of a service are for others: gen/public/NAME/NAME.h, and what is too much for
# one header.
MORE_PUBLIC := records/records_demand records/records_draw records/records_log records/records_ready records/records_seats records/records_times
FOLDERS := $(patsubst src/services/%/needs,%,$(wildcard src/services/*/needs))
PUBLIC := $(foreach s,$(FOLDERS),$(if $(wildcard src/services/$(s)/$(s).h),$(G)/public/$(s)/$(s).h)) \
          $(MORE_PUBLIC:%=$(G)/public/%.h)
$(PUBLIC): $(G)/public/%.h: $$(wildcard src/services/$$(dir $$*)$$(notdir $$*).h)
	@mkdir -p $(@D)
	cp $< $@

GENERATED := $(Q_STAMPS) $(V_STAMPS) $(G)/web/catalogue.c $(G)/web/put_ids.h \
             $(G)/campus/assets.c $(PUBLIC)
.PHONY: generated
generated: $(GENERATED)
