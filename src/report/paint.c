#include "report/paint.h"

static const char *const codes[] = {
    [PAINT_NONE] = "",
    [PAINT_BOLD] = "\x1B[1m",
    [PAINT_ERROR] = "\x1B[1;31m",
    [PAINT_WARNING] = "\x1B[1;33m",
    [PAINT_INFO] = "\x1B[1;34m",
    [PAINT_HELP] = "\x1B[1;36m",
    [PAINT_ADDED] = "\x1B[32m",
    [PAINT_REMOVED] = "\x1B[31m",
    [PAINT_GUTTER] = "\x1B[2m",
};

void paint_on(const struct canvas *canvas, enum paint paint)
{
    if (canvas->color) fputs(codes[paint], canvas->out);
}

void paint_off(const struct canvas *canvas, enum paint paint)
{
    if (canvas->color && paint != PAINT_NONE) fputs("\x1B[0m", canvas->out);
}

void paint_text(const struct canvas *canvas, enum paint paint, const char *text)
{
    paint_on(canvas, paint);
    fputs(text, canvas->out);
    paint_off(canvas, paint);
}

enum paint severity_paint(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return PAINT_ERROR;
    case SEVERITY_WARNING:
        return PAINT_WARNING;
    case SEVERITY_INFO:
    case SEVERITY_OFF:
        return PAINT_INFO;
    }
    return PAINT_INFO;
}

void gutter_mark(const struct canvas *canvas, const char *mark)
{
    fprintf(canvas->out, "%*s ", (int)canvas->gutter, "");
    paint_text(canvas, PAINT_GUTTER, mark);
}

void gutter_number(const struct canvas *canvas, unsigned long number, const char *mark)
{
    paint_on(canvas, PAINT_GUTTER);
    fprintf(canvas->out, "%*lu %s", (int)canvas->gutter, number, mark);
    paint_off(canvas, PAINT_GUTTER);
}
