# Makefile: builds the campus. `make` the program; `make check` everything tested with sanitizers;
# `make asan fuzz tidy lint limits`. Switches: MODE=release|asan|tsan|fuzz, B=build,
# CC=…  The rules: mk/gen.mk (generated code), mk/floors.mk (floors and walls), mk/test.mk (tests).
# SPDX-License-Identifier: AGPL-3.0-or-later
MODE ?= release
B ?= build
O := $(B)/$(MODE)
G := $(B)/gen
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

include mk/flags.mk
include mk/gen.mk
include mk/floors.mk
include mk/test.mk
include mk/lint.mk
include mk/fuzz.mk
include mk/bench.mk

all: $(O)/rapenburg
.DEFAULT_GOAL := all
.PHONY: all clean asan
asan:
	$(MAKE) MODE=asan all
clean:
	rm -rf $(B)
