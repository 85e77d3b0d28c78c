/* assets.c: makes the files of assets/ a part of the program: hashed names, compressed beforehand.
     assets --out FILE.c FILES
   An asset's address carries a digest of its content, so that browsers may keep it for ever. Names of
   other assets that a style sheet or script mentions in double quotes ("sans-400.woff2",
   "./keys.js") become those addresses. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <brotli/encode.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <zlib.h>

struct bytes {
    uint8_t *s;
    size_t n;
};

struct file {
    const char *path, *name, *ending;
    char address[128];
    struct bytes plain, gzip, brotli;
    enum { NEW, BEGUN, DONE } state;
};

struct files {
    struct file v[256];
    size_t n;
};

static const struct {
    const char *ending, *type;
    bool text; /* worth compressing, may mention others */
} types[] = {
    {".css",   "text/css; charset=utf-8",        true },
    {".js",    "text/javascript; charset=utf-8", true },
    {".svg",   "image/svg+xml",                  true },
    {".woff2", "font/woff2",                     false},
    {".png",   "image/png",                      false},
    {".webp",  "image/webp",                     false},
};

static size_t type_of(const char *ending)
{
    size_t i = 0;

    while (i < sizeof types / sizeof *types && strcmp(types[i].ending, ending) != 0)
        i++;
    return i;
}

static void *must(void *p)
{
    if (!p) {
        fprintf(stderr, "assets: no memory\n");
        exit(1);
    }
    return p;
}

static bool read_file(const char *path, struct bytes *ret)
{
    FILE *f = fopen(path, "rb");
    long n = -1;

    if (f && fseek(f, 0, SEEK_END) == 0)
        n = ftell(f);
    if (n >= 0) {
        rewind(f);
        ret->s = must(malloc((size_t)n + 1));
        ret->n = fread(ret->s, 1, (size_t)n, f);
        ret->s[ret->n] = '\0';
    }
    if (f)
        fclose(f);
    return n >= 0 && ret->n == (size_t)n;
}

static bool files_read(struct files *fs, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        struct file *f = &fs->v[fs->n++];
        const char *slash = strrchr(argv[i], '/');

        f->path = argv[i];
        f->name = slash ? slash + 1 : argv[i];
        f->ending = strrchr(f->name, '.');
        if (!f->ending || type_of(f->ending) == sizeof types / sizeof *types) {
            fprintf(stderr, "%s: error: what kind of file is it?\n", argv[i]);
            return false;
        }
        if (!read_file(argv[i], &f->plain)) {
            fprintf(stderr, "%s: error: cannot be read\n", argv[i]);
            return false;
        }
    }
    return true;
}

static struct file *file_named(struct files *fs, const char *s, size_t n)
{
    if (n > 2 && strncmp(s, "./", 2) == 0)
        s += 2, n -= 2;
    for (size_t i = 0; i < fs->n; i++)
        if (strlen(fs->v[i].name) == n && strncmp(fs->v[i].name, s, n) == 0)
            return &fs->v[i];
    return NULL;
}

static void append(struct bytes *b, const void *s, size_t n)
{
    b->s = must(realloc(b->s, b->n + n + 1));
    memcpy(b->s + b->n, s, n);
    b->n += n;
    b->s[b->n] = '\0';
}

static bool finish(struct files *fs, struct file *f);

/* Copies the text with every mention of another asset turned into its address. */
static bool mentions(struct files *fs, struct file *f)
{
    struct bytes out = {0};
    const char *s = (const char *)f->plain.s;
    const char *open = NULL;

    while ((open = strchr(s, '"'))) {
        const char *close = strchr(open + 1, '"');
        struct file *other =
            close ? file_named(fs, open + 1, (size_t)(close - open - 1)) : NULL;

        append(&out, s, (size_t)(open + 1 - s));
        s = open + 1;
        if (!other)
            continue;
        if (!finish(fs, other))
            return false;
        append(&out, other->address, strlen(other->address));
        s = close;
    }
    append(&out, s, strlen(s));
    free(f->plain.s);
    f->plain = out;
    return true;
}

static void compress_gzip(struct file *f)
{
    z_stream z = {0};

    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        must(NULL);
    size_t room = deflateBound(&z, f->plain.n);
    f->gzip.s = must(malloc(room));
    z.next_in = f->plain.s;
    z.avail_in = (uInt)f->plain.n;
    z.next_out = f->gzip.s;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END)
        f->gzip.n = z.total_out;
    deflateEnd(&z);
}

static void compress_brotli(struct file *f)
{
    size_t room = BrotliEncoderMaxCompressedSize(f->plain.n) + 64;

    f->brotli.s = must(malloc(room));
    if (BrotliEncoderCompress(11, 22, BROTLI_MODE_TEXT, f->plain.n, f->plain.s, &room,
                              f->brotli.s))
        f->brotli.n = room;
}

static bool finish(struct files *fs, struct file *f)
{
    bool text = types[type_of(f->ending)].text;
    uint8_t digest[32];
    char hex[11];

    if (f->state == DONE)
        return true;
    if (f->state == BEGUN) {
        fprintf(stderr, "%s: error: it mentions itself, perhaps through others\n", f->path);
        return false;
    }
    f->state = BEGUN;
    if (text && !mentions(fs, f))
        return false;
    crypto_hash_sha256(digest, f->plain.s, f->plain.n);
    sodium_bin2hex(hex, sizeof hex, digest, 5);
    snprintf(f->address, sizeof f->address, "/assets/%.*s.%s%s", (int)(f->ending - f->name),
             f->name, hex, f->ending);
    if (text) {
        compress_gzip(f);
        compress_brotli(f);
    }
    f->state = DONE;
    return true;
}

static void write_bytes(FILE *out, const char *kind, size_t i, struct bytes b)
{
    if (b.n == 0)
        return;
    fprintf(out, "static const unsigned char %s_%zu[] =\n    \"", kind, i);
    for (size_t k = 0; k < b.n; k++)
        fprintf(out, "\\%03o%s", (unsigned)b.s[k], k % 24 == 23 ? "\"\n    \"" : "");
    fprintf(out, "\";\n");
}

static void write_ref(FILE *out, const char *kind, size_t i, struct bytes b)
{
    if (b.n > 0)
        fprintf(out, ".%s = %s_%zu, .%s_n = %zu, ", kind, kind, i, kind, b.n);
}

static void write_all(FILE *out, const struct files *fs)
{
    fprintf(out, "/* assets.c: written by tools/assets. SPDX-License-Identifier: "
                 "AGPL-3.0-or-later */\n#include \"asset.h\"\n");
    for (size_t i = 0; i < fs->n; i++) {
        write_bytes(out, "plain", i, fs->v[i].plain);
        write_bytes(out, "gzip", i, fs->v[i].gzip);
        write_bytes(out, "brotli", i, fs->v[i].brotli);
    }
    fprintf(out, "const struct asset_file asset_files[] = {\n");
    for (size_t i = 0; i < fs->n; i++) {
        const struct file *f = &fs->v[i];

        fprintf(out, "    {.name = \"%s\", .address = \"%s\", .type = \"%s\", ", f->name,
                f->address, types[type_of(f->ending)].type);
        write_ref(out, "plain", i, f->plain);
        write_ref(out, "gzip", i, f->gzip);
        write_ref(out, "brotli", i, f->brotli);
        fprintf(out, "},\n");
    }
    fprintf(out, "};\nconst size_t n_asset_files = %zu;\n", fs->n);
}

int main(int argc, char **argv)
{
    struct files *fs = must(calloc(1, sizeof *fs));

    if (argc < 4 || argc > 3 + 256 || strcmp(argv[1], "--out") != 0 || sodium_init() < 0) {
        fprintf(stderr, "use: assets --out FILE.c FILES\n");
        return 2;
    }
    if (!files_read(fs, argc - 3, argv + 3))
        return 1;
    for (size_t i = 0; i < fs->n; i++)
        if (!finish(fs, &fs->v[i]))
            return 1;
    FILE *out = fopen(argv[2], "wb");
    if (!out) {
        fprintf(stderr, "assets: cannot write %s\n", argv[2]);
        return 1;
    }
    write_all(out, fs);
    return fclose(out) == 0 ? 0 : 1;
}
