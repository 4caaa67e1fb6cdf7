#include "base/json.h"

#include "base/width.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static void require(bool condition)
{
    assert(condition);
    if (!condition) abort();
}

void json_init(struct json *json, FILE *out)
{
    *json = (struct json){.out = out};
}

static void new_line(const struct json *json)
{
    putc_unlocked('\n', json->out);
    for (unsigned i = 0; i < json->depth; i++) putc_unlocked(' ', json->out);
}

/* What stands between the innermost value's members, and before the first. */
static void separate(struct json *json)
{
    bool first = !json->open[json->depth].has_members;
    json->open[json->depth].has_members = true;
    if (json->depth == 0) return;
    if (!first) putc_unlocked(',', json->out);
    if (json->inline_from == 0) {
        new_line(json);
    } else if (!first) {
        putc_unlocked(' ', json->out);
    }
}

static void begin_value(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    require(!json->open[json->depth].is_object);
    require(json->depth > 0 || !json->open[0].has_members);
    separate(json);
}

static void open_value(struct json *json, bool is_object, bool is_inline)
{
    begin_value(json);
    require(json->depth < JSON_DEPTH);
    putc_unlocked(is_object ? '{' : '[', json->out);
    json->depth++;
    json->open[json->depth].is_object = is_object;
    json->open[json->depth].has_members = false;
    if (is_inline && json->inline_from == 0) json->inline_from = json->depth;
}

void json_begin_object(struct json *json)
{
    open_value(json, true, false);
}

void json_begin_array(struct json *json)
{
    open_value(json, false, false);
}

void json_begin_object_inline(struct json *json)
{
    open_value(json, true, true);
}

void json_begin_array_inline(struct json *json)
{
    open_value(json, false, true);
}

void json_end(struct json *json)
{
    require(json->depth > 0 && !json->after_key);
    bool is_object = json->open[json->depth].is_object;
    bool has_members = json->open[json->depth].has_members;
    bool on_one_line = json->inline_from != 0;
    if (json->inline_from == json->depth) json->inline_from = 0;
    json->depth--;
    if (has_members && !on_one_line) new_line(json);
    putc_unlocked(is_object ? '}' : ']', json->out);
}

void json_finish(struct json *json)
{
    require(json->depth == 0 && json->open[0].has_members);
    putc_unlocked('\n', json->out);
}

static void write_escaped(FILE *out, uint32_t value)
{
    switch (value) {
    case '"':
        fputs("\\\"", out);
        return;
    case '\\':
        fputs("\\\\", out);
        return;
    case '\b':
        fputs("\\b", out);
        return;
    case '\f':
        fputs("\\f", out);
        return;
    case '\n':
        fputs("\\n", out);
        return;
    case '\r':
        fputs("\\r", out);
        return;
    case '\t':
        fputs("\\t", out);
        return;
    default:
        fprintf(out, "\\u%04" PRIx32, value);
    }
}

static bool needs_escape(uint32_t value)
{
    return value < 0x20 || value == '"' || value == '\\' || value == 0x2028 || value == 0x2029;
}

/* Where the run of bytes ends that need no look at code points. */
static size_t skip_plain(struct str text, size_t at)
{
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte < 0x20 || byte >= 0x7F || byte == '"' || byte == '\\') break;
        at++;
    }
    return at;
}

static void write_run(FILE *out, struct str text, size_t from, size_t to)
{
    if (from < to) fwrite(text.at + from, 1, to - from, out);
}

static void write_string(FILE *out, struct str text)
{
    size_t written = 0;
    putc_unlocked('"', out);
    for (size_t at = skip_plain(text, 0); at < text.len; at = skip_plain(text, at)) {
        struct code_point point = code_point_at(text, at);
        if (!point.valid || needs_escape(point.value)) {
            write_run(out, text, written, at);
            if (point.valid) {
                write_escaped(out, point.value);
            } else {
                fputs("\xEF\xBF\xBD", out);
            }
            written = at + point.len;
        }
        at += point.len;
    }
    write_run(out, text, written, text.len);
    putc_unlocked('"', out);
}

void json_key(struct json *json, const char *key)
{
    require(json->open[json->depth].is_object && !json->after_key);
    separate(json);
    write_string(json->out, str_from(key));
    fputs(": ", json->out);
    json->after_key = true;
}

void json_put_string(struct json *json, struct str text)
{
    begin_value(json);
    write_string(json->out, text);
}

/* A report is mostly numbers, of places. */
static void write_digits(FILE *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    fwrite(digits + at, 1, sizeof digits - at, out);
}

void json_put_number(struct json *json, int64_t number)
{
    begin_value(json);
    if (number < 0) putc_unlocked('-', json->out);
    write_digits(json->out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void json_put_bool(struct json *json, bool truth)
{
    begin_value(json);
    fputs(truth ? "true" : "false", json->out);
}

void json_put_null(struct json *json)
{
    begin_value(json);
    fputs("null", json->out);
}

void json_member_string(struct json *json, const char *key, struct str text)
{
    json_key(json, key);
    json_put_string(json, text);
}

void json_member_number(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_put_number(json, number);
}

void json_member_count(struct json *json, const char *key, size_t count)
{
    json_key(json, key);
    begin_value(json);
    write_digits(json->out, count);
}

void json_member_bool(struct json *json, const char *key, bool truth)
{
    json_key(json, key);
    json_put_bool(json, truth);
}

void json_member_null(struct json *json, const char *key)
{
    json_key(json, key);
    json_put_null(json);
}
