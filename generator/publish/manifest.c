#include "manifest.h"

#include <stdlib.h>

#include "gcrypt_library.h"

bool manifest_init_hash(struct error *err)
{
    struct gcrypt gcrypt;
    if (!LIBRARY_OPEN(GCRYPT_LIBRARY, GCRYPT_FUNCTIONS, &gcrypt, err))
        return false;
    if (!gcrypt.control(GCRYCTL_INITIALIZATION_FINISHED_P)) {
        gcrypt.check_version(NULL);
        gcrypt.control(GCRYCTL_DISABLE_SECMEM, 0);
        gcrypt.control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
    return true;
}

bool manifest_hash(struct str content, unsigned char out_sha256[SHA256_SIZE], struct error *err)
{
    struct gcrypt gcrypt;
    if (!LIBRARY_OPEN(GCRYPT_LIBRARY, GCRYPT_FUNCTIONS, &gcrypt, err))
        return false;
    gcrypt.md_hash_buffer(GCRY_MD_SHA256, out_sha256, content.len ? content.ptr : "", content.len);
    return true;
}

static int by_path(const void *a, const void *b)
{
    return str_compare(((const struct manifest_file *)a)->path, ((const struct manifest_file *)b)->path);
}

void manifest_write_hash(struct buf *out, const unsigned char sha256[SHA256_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < SHA256_SIZE; i++) {
        buf_byte(out, digits[sha256[i] >> 4]);
        buf_byte(out, digits[sha256[i] & 15]);
    }
}

static void write_file(struct buf *out, const struct manifest_file *file)
{
    buf_text(out, "    {\"path\": \"");
    buf_add(out, file->path);
    buf_text(out, "\", \"size\": ");
    buf_int(out, file->size);
    buf_text(out, ", \"sha256\": \"");
    manifest_write_hash(out, file->sha256);
    buf_text(out, "\"}");
}

struct str manifest_beginning(struct arena *arena, const char *program)
{
    struct str whole = str_from(program);
    return str_format(arena, "{\n  \"program\": \"%.*s ", STR_ARGS(str_slice(whole, 0, str_index(whole, ' ', 0))));
}

void manifest_write(struct buf *out, const char *program, struct str release, struct manifest_file *files, size_t count)
{
    if (count)
        qsort(files, count, sizeof *files, by_path);
    buf_text(out, "{\n  \"program\": \"");
    buf_text(out, program);
    buf_text(out, "\",\n  \"release\": \"");
    buf_add(out, release);
    buf_text(out, "\",\n  \"files\": [");
    for (size_t i = 0; i < count; i++) {
        buf_text(out, i ? ",\n" : "\n");
        write_file(out, &files[i]);
    }
    buf_text(out, count ? "\n  ]\n}\n" : "]\n}\n");
}
