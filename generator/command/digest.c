#include "digest.h"

#include "gencarto/base/file.h"
#include "gencarto/publish/hash.h"

static bool read_one(struct arena *arena, const char *path, struct digest *out, struct error *err)
{
    struct file_map map;
    struct buf hash;
    if (!file_map(arena, path, &map, err))
        return false;
    buf_init(&hash, arena);
    bool done = hash_write_sha256(&hash, map.content, err);
    *out = (struct digest){map.content.len, buf_str(&hash)};
    file_unmap(&map);
    return done;
}

bool digests_read(struct arena *arena, const char *folder, const struct input *input, struct digest **out_digests,
                  struct error *err)
{
    struct digest *digests = arena_array(arena, struct digest, input->file_count + 1);
    bool done = true;
    for (size_t i = 0; done && i < input->file_count; i++)
        done = read_one(arena, file_join(arena, folder, str_text(arena, input->files[i].name)), &digests[i], err);
    *out_digests = digests;
    return done;
}
