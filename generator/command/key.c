#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "terminal.h"

#define KEY_NAME   ".gencarto-key"
#define KEY_BYTES  16
#define KEY_DIGITS (2 * (size_t)KEY_BYTES)

static void tell(const struct invocation *invocation, const char *path, const char *what)
{
    if (invocation->values[OPTION_QUIET].given)
        return;
    struct buf text;
    buf_init(&text, NULL);
    terminal_write_plain(&text, str_from(path));
    buf_text(&text, what);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

static bool is_key(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789abcdef", text.ptr[i]))
            return false;
    return text.len == KEY_DIGITS;
}

/* The digits are the secret as they stand. */
static bool key_read(struct arena *arena, const char *path, struct str *out_key, struct error *err)
{
    struct stat status;
    struct str content;
    if (!file_read(arena, path, &content, err))
        return false;
    if (stat(path, &status) != 0)
        return error_errno(err, "read", path);
    if ((status.st_mode & 077) != 0)
        return error_set(err, ERROR_INPUT, "%s: others can read this key: chmod 600 %s", path, path);
    if (content.len > 0 && content.ptr[content.len - 1] == '\n')
        content.len--;
    if (!is_key(content))
        return error_set(err, ERROR_INPUT, "%s: no key; expected %zu hexadecimal digits on one line", path, KEY_DIGITS);
    *out_key = content;
    return true;
}

static bool write_line(int fd, char *line)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[KEY_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < KEY_BYTES; i++) {
        line[2 * i] = digits[bytes[i] >> 4];
        line[2 * i + 1] = digits[bytes[i] & 15];
    }
    line[KEY_DIGITS] = '\n';
    return write(fd, line, KEY_DIGITS + 1) == (ssize_t)KEY_DIGITS + 1 && fsync(fd) == 0;
}

/* False when the folder cannot be written. */
static bool key_make(struct arena *arena, const char *path, struct str *out_key)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    char *line = arena_array(arena, char, KEY_DIGITS + 1);
    bool made = write_line(fd, line);
    made = close(fd) == 0 && made;
    if (!made)
        unlink(path);
    *out_key = made ? (struct str){line, KEY_DIGITS} : STR("");
    return made;
}

bool key_find(struct arena *arena, const struct invocation *invocation, const struct input *input, struct str *out_key,
              struct error *err)
{
    const char *given = invocation_text(invocation, OPTION_KEY, NULL);
    const char *path = given ? given : file_join(arena, invocation->operand, KEY_NAME);
    if (given || file_exists(path))
        return key_read(arena, path, out_key, err);
    *out_key = STR("");
    if (input->programme.simulated || !input->has_enrolments)
        return true;
    if (key_make(arena, path, out_key))
        tell(invocation, path, ": made; it protects the counts of persons: keep it with the input, never publish it\n");
    else
        tell(invocation, path, ": cannot be made; the rounding of counts draws without a key, and the site says so\n");
    return true;
}
