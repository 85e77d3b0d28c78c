/* viewc.c: compiles templates (src/ROOM/views/FILE.tmpl) to C functions that write a typed view-model.
   `viewc --out DIR --name NAME FILES.tmpl` writes NAME_v.h and NAME_v.c. A template is read by
   recursive descent; expressions keep the template's line and column, so that the C compiler and
   xgettext speak of the template.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewc/viewc.h"

static bool read_file(const char *path, struct text *ret_text)
{
    char bytes[8192];
    size_t n = 0;
    FILE *f = fopen(path, "rb");

    if (!f)
        return false;
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        text_put(ret_text, bytes, n);
    text_put(ret_text, "", 0);
    bool ok = !ferror(f);
    fclose(f);
    return ok;
}

static bool write_file(const char *dir, const char *name, const char *ext, const struct text *t)
{
    char path[1024];
    int n = snprintf(path, sizeof path, "%s/%s_v.%s", dir, name, ext);
    FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "wb") : NULL;

    if (!f || fwrite(t->s, 1, t->n, f) != t->n) {
        fprintf(stderr, "viewc: cannot write %s\n", path);
        if (f)
            fclose(f);
        return false;
    }
    return fclose(f) == 0;
}

static bool compile_file(const char *path, struct text *head, struct text *code)
{
    struct text in = {0};
    bool ok = read_file(path, &in);
    struct template t = {.path = path, .s = in.s, .n = in.n, .head = head, .code = code};

    if (!ok)
        fprintf(stderr, "viewc: cannot read %s\n", path);
    else if (!(ok = viewc_compile(&t)))
        fprintf(stderr, "%s\n", t.why);
    free(in.s);
    return ok;
}

/* The room's view-models: by the whole path, because campus and every service has a models.h. */
static void include_models(const char *first, struct text *head)
{
    const char *views = strstr(first, "/views/");

    text_f(head, "#if __has_include(\"%.*s%smodels.h\")\n", views ? (int)(views - first) : 0, first,
           views ? "/" : "");
    text_f(head, "#include \"%.*s%smodels.h\"\n#endif\n\n", views ? (int)(views - first) : 0,
           first, views ? "/" : "");
}

static void begin_files(const char *name, const char *first, struct text *head, struct text *code)
{
    text_f(head,
           "/* %s_v.h: written by viewc from the templates of this room.\n"
           "   SPDX-License-Identifier: AGPL-3.0-or-later */\n"
           "#ifndef VIEWS_%s_V_H\n#define VIEWS_%s_V_H\n#include \"page.h\"\n"
           "#if __has_include(\"%s_q.h\")\n#include \"%s_q.h\"\n#endif\n",
           name, name, name, name, name);
    include_models(first, head);
    text_f(code,
           "/* %s_v.c: written by viewc from the templates of this room.\n"
           "   SPDX-License-Identifier: AGPL-3.0-or-later */\n#include \"%s_v.h\"\n",
           name, name);
}

int main(int argc, char **argv)
{
    struct text head = {0};
    struct text code = {0};
    bool ok = argc >= 5 && strcmp(argv[1], "--out") == 0 && strcmp(argv[3], "--name") == 0 &&
              strlen(argv[4]) < 64;

    if (!ok) {
        fprintf(stderr, "usage: viewc --out DIR --name NAME FILE.tmpl ...\n");
        return 2;
    }
    begin_files(argv[4], argc > 5 ? argv[5] : "", &head, &code);
    for (int i = 5; i < argc; i++)
        ok = compile_file(argv[i], &head, &code) && ok;
    text_f(&head, "\n#endif\n");
    ok = ok && write_file(argv[2], argv[4], "h", &head) && write_file(argv[2], argv[4], "c", &code);
    free(head.s);
    free(code.s);
    return ok ? 0 : 1;
}
