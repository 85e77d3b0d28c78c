# flags.mk: compilers, warnings, modes and libraries.
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
        -Wvla -Wundef -Wcast-qual -Wwrite-strings -Wswitch-enum -Wnull-dereference \
        -Wno-format-nonliteral -Wno-missing-field-initializers -Werror
CSTD := -std=gnu2x -D_GNU_SOURCE -pthread -fPIE -g -MMD -MP -I. -include src/base/banned.h
LDFLAGS += -pie -pthread

CC_release := gcc
OPT_release := -O2 -fstack-protector-strong -fstack-clash-protection \
               -ftrivial-auto-var-init=zero -D_FORTIFY_SOURCE=3 -Wstack-usage=8192
CC_asan := gcc
OPT_asan := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CC_tsan := gcc
OPT_tsan := -O1 -fno-omit-frame-pointer -fsanitize=thread
CC_fuzz := clang
OPT_fuzz := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined,fuzzer-no-link \
            -fno-sanitize-recover=all -Wno-unknown-warning-option -Wno-gnu-designator
CCACHE := $(shell command -v ccache 2>/dev/null)
CC := $(CCACHE) $(CC_$(MODE))
OPT := $(OPT_$(MODE))

PKGS := libmicrohttpd sqlite3 libpq libsodium libical zlib libbrotlienc gnutls libcurl libcrypto libqrencode libxml-2.0
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
LIBS := $(shell pkg-config --libs $(PKGS)) -lunistring -lm
