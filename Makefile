# One Makefile for the whole tree. `make help` lists the targets.
VERSION := $(shell cat VERSION)
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/tamis
MANDIR  ?= $(PREFIX)/share/man

# ---- what exists -----------------------------------------------------
TOOLS  := $(patsubst tools/%.c,%,$(wildcard tools/tamis*.c))
LIB    := $(wildcard lib/*.c)
UNITS  := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
FUZZ   := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
PATTERNS := $(sort $(shell find patterns -type f 2>/dev/null))

# Which packages a tool links; a tool not named here needs libc alone.
DEPS  := expat sqlite3 yajl yaml-0.1
SIEVE := libdeflate libhs libpcre2-8 libgit2 libarchive libcrypto libsodium
PKGS_tamis-secrets := $(SIEVE)
PKGS_tamis-db      := libarchive sqlite3 yajl yaml-0.1
PKGS_tamis-data    := $(SIEVE)
PKGS_tamis-deps    := $(SIEVE) $(DEPS)
PKGS_tamis-scan    := $(SIEVE) $(DEPS)
PKGS_tamis-crypto  := $(SIEVE)
PKGS_tamis-allow   := $(SIEVE)
PKGS_tamis-report  := $(SIEVE)
PKGS_tamis-archive := libgit2 libcrypto libdeflate libsodium
PKGS_tamis-seal    := libcrypto libsodium
PKGS_tamis-open    := libcrypto libsodium
PKGS_tamis-backup  := libgit2 libcrypto libdeflate libsodium libzstd
PKGS_tamis-restore := libcrypto libdeflate libsodium libzstd
PKGS_tamis-keygen  := libcrypto libsodium
PKGS_tamis-sign    := libcrypto libsodium
PKGS_tamis-check   := libcrypto libsodium
PKGS_tamis         := libgit2
PKGS_mkpatterns    := $(SIEVE) $(DEPS)
# Which ones parse source, and link the grammars.
PARSING := tamis-crypto tamis-scan mkpatterns
PKGS := $(sort $(foreach t,$(TOOLS) mkpatterns,$(PKGS_$(t))))

# ---- how it is compiled ----------------------------------------------
B        ?= build
Q        := $(if $(V),,@)
CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 \
            -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
            -Wpointer-arith -Wcast-qual -Wundef -Wvla
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong
PKGFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
ALL_CFLAGS = -fPIE -pthread -std=c11 -D_GNU_SOURCE -Ilib \
            -DVERSION='"$(VERSION)"' -DDATADIR='"$(DATADIR)"' \
            $(WARN) $(HARDEN) $(PKGFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)

all: $(TOOLS:%=$(B)/bin/%) $(B)/share/tamis/patterns.bin \
    $(B)/share/tamis/advisories.db \
    $(TOOLS:%=$(B)/share/completions/%)

# ---- tree-sitter and its grammars --------------------------------------
# Fetched by name, version and integrity, compiled once for every B, with
# neither our warnings nor the sanitizers: it is not our code.
G := build/grammar
TS := $(G)/tree-sitter/vendor/tree-sitter/lib
GRAMMARS := bash c c-sharp cpp go java javascript kotlin powershell python \
            ruby rust scala swift
SCANNERS := $(filter-out c go java,$(GRAMMARS))
GRAMMAR_O := $(GRAMMARS:%=$(G)/tree-sitter-%/src/parser.o) \
    $(SCANNERS:%=$(G)/tree-sitter-%/src/scanner.o) $(TS)/src/lib.o \
    $(foreach s,parser scanner,$(G)/tree-sitter-php/php/src/$s.o \
    $(foreach t,typescript tsx,$(G)/tree-sitter-typescript/$t/src/$s.o))

$(G)/fetched: grammars/fetch.sh grammars/package-lock.json
	$(Q)sh grammars/fetch.sh $(G)
$(GRAMMAR_O): $(G)/%.o: $(G)/fetched
	@echo '  CC   $@'
	$(Q)$(CC) -w -std=c11 -O2 -fPIE -D_GNU_SOURCE -I$(@D) \
	    -I$(TS)/include -I$(TS)/src -c -o $@ $(@:.o=.c)
$(G)/grammars.a: $(GRAMMAR_O)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(B)/lib/ast.o: $(G)/fetched
$(B)/lib/ast.o $(B)/tidy/lib/ast.c.ok: ALL_CFLAGS += -isystem $(TS)/include
$(B)/tidy/lib/ast.c.ok: $(G)/fetched

$(PARSING:%=$(B)/bin/%): $(G)/grammars.a
$(B)/bin/%: $(B)/tools/%.o $(B)/lib.a
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
	    $(if $(PKGS_$*),$(shell pkg-config --libs $(PKGS_$*))) -lm

$(B)/lib.a: $(LIB:%.c=$(B)/%.o)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The tables of the model are taken into the program.
$(B)/lib/tables.o: $(wildcard patterns/model/*)

$(B)/%.o: %.c Makefile VERSION
	@mkdir -p $(@D)
	@echo '  CC   $@'
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The rules as every tool reads them at start: text and compiled literals.
$(B)/share/tamis/patterns.bin: $(B)/bin/mkpatterns $(PATTERNS)
	@mkdir -p $(@D)/patterns
	$(Q)rm -rf $(@D)/patterns && cp -R patterns $(@D)/patterns && rm -rf $(@D)/patterns/advisories $(@D)/patterns/eol
	$(Q)$(B)/bin/mkpatterns $(@D)/patterns $@

# Facts of advisories and of ends of life, so that a first run judges.
FACTS := $(wildcard patterns/advisories/*.tsv patterns/eol/*.tsv)
$(B)/share/tamis/advisories.db: $(B)/bin/tamis-db $(FACTS)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && $(B)/bin/tamis-db --db=$@ import $(FACTS) >/dev/null

# From the one table of options, for three shells.
$(B)/share/completions/%: $(B)/bin/%
	@mkdir -p $(@D)/fish $(@D)/zsh
	$(Q)$< --completions=fish >$(@D)/fish/$*.fish
	$(Q)$< --completions=zsh >$(@D)/zsh/_$*
	$(Q)$< --completions=bash >$@

# ---- how it is checked -----------------------------------------------
ALL_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all

# Alone on a fresh machine: installs what it needs first.
check: deps-check
	$(MAKE) run-check

run-check: all $(UNITS:%=$(B)/unit/%) $(FUZZ:%=$(B)/fuzz/%)
	B=$(CURDIR)/$(B) bash tests/run.sh

# Backups killed 300 times, 10,000 changes of a chain: some minutes.
check-long: all
	PATH=$(CURDIR)/$(B)/bin:$$PATH KILLS=300 FLIPS=10000 B=$(CURDIR)/$(B) \
	    bats tests/tamis-backup.bats tests/tamis-restore.bats

check-asan:
	ASAN_OPTIONS=detect_leaks=1 $(MAKE) B=build-asan HARDEN= \
	    CFLAGS='-O1 -g -Werror $(SAN)' run-check

# Each corpus file through its fuzz target, with any compiler.
FUZZMAIN ?= $(B)/tests/fuzzmain.o
fuzz:
	$(MAKE) B=build-fuzz CC=clang HARDEN= FUZZMAIN= \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined' \
	    LDFLAGS=-fsanitize=address,undefined run-fuzz
run-fuzz: $(FUZZ:%=$(B)/fuzz/%)
	@set -e; for f in $(FUZZ); do mkdir -p $(B)/new/$$f tests/corpus/$$f; \
	    $(B)/fuzz/$$f -max_total_time=$(or $(T),60) -close_fd_mask=0 \
	    $(B)/new/$$f tests/corpus/$$f; done

$(B)/unit/%: $(B)/tests/unit/%.o $(B)/lib.a $(G)/grammars.a
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS) -lm
$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(FUZZMAIN) $(B)/lib.a $(G)/grammars.a
	@mkdir -p $(@D)
	@echo '  LINK $@'
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(if $(FUZZMAIN),,-fsanitize=fuzzer) \
	    -o $@ $^ $(ALL_LIBS) -lm

C := $(wildcard tools/*.c lib/*.[ch] tests/*.[ch] tests/*/*.[ch])
# A stamp a file: a file is looked at again when it, a header that it reads,
# or how it is looked at has changed. rm -r build/tidy to see all again.
TIDY := $(patsubst %,$(B)/tidy/%.ok,$(filter %.c,$(C)))
lint:
	sh tests/layers.sh
	clang-format --dry-run -Werror $(C)
	$(MAKE) --no-print-directory -k \
	    $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc)) $(TIDY)
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 \
	    --enable=warning,portability,performance \
	    -D"_Noreturn=__attribute__((noreturn))" -Ilib lib tools
	mandoc -Tlint -Wwarning man/*.[1-9]
	shellcheck .ci/run tests/*.sh tests/*.bats tests/bench/*.sh

$(B)/tidy/%.c.ok: %.c .clang-tidy tests/tidy.sh
	@mkdir -p $(@D)
	@$(CC) -MM -MP -MT $@ -MF $(@:.ok=.d) $(ALL_CFLAGS) $<
	@sh tests/tidy.sh $<
	@touch $@

# Ten thousand broken packs, under the sanitizers.
packs:
	$(MAKE) B=build-asan HARDEN= CFLAGS='-O1 -g -Werror $(SAN)' \
	    build-asan/fuzz/pack
	python3 tests/bench/packs.py build-asan/fuzz/pack $(or $(N),10000)

bench: all
	B=$(CURDIR)/$(B) bash tests/bench/run.sh

# ---- set-up ----------------------------------------------------------
deps deps-check:
	sh tests/deps.sh $@

# The main job, on the repository this stands in or on REPO=DIR.
demo: deps
	$(MAKE) -s all
	B=$(CURDIR)/$(B) bash tests/demo.sh $(REPO)

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) \
	    $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 \
	    $(DESTDIR)$(MANDIR)/man7
	install -m 755 $(TOOLS:%=$(B)/bin/%) $(DESTDIR)$(BINDIR)
	ln -sf tamis $(DESTDIR)$(BINDIR)/git-tamis
	rm -rf $(DESTDIR)$(DATADIR)/patterns # a rule may have gone
	cp -R $(B)/share/tamis/. $(DESTDIR)$(DATADIR)
	touch $(DESTDIR)$(DATADIR)/patterns.bin # newer than what it holds
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 644 $(TOOLS:%=$(B)/share/completions/%) \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 $(B)/share/completions/zsh/* \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 644 $(B)/share/completions/fish/* \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	for s in 1 5 7; do install -m 644 man/*.$$s \
	    $(DESTDIR)$(MANDIR)/man$$s; done
	ln -sf tamis.1 $(DESTDIR)$(MANDIR)/man1/git-tamis.1

help:
	@echo 'make demo [REPO=DIR]   install what is needed, build, show it'
	@echo 'make check             install what is needed, run every test'
	@echo 'make all | check-asan | check-long | lint | fuzz [T=60] | bench'
	@echo 'make install [DESTDIR=] [PREFIX=] | clean'

clean:
	rm -rf build build-asan build-fuzz

.PHONY: packs all check run-check check-long check-asan fuzz run-fuzz lint bench deps \
    deps-check demo install help clean
.SECONDARY:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
