#include "config/config.h"

struct config config_default(void)
{
    static const struct header_field_rule author_and_date[] = {
        {.name = STR_INIT("Author")},
        {.name = STR_INIT("Date"), .is_date = true},
    };
    return (struct config){
        .header_mode = HEADER_AUTO,
        .header_fields = author_and_date,
        .header_field_count = sizeof author_and_date / sizeof *author_and_date,
        .postgres_version = 15,
        .fail_on = SEVERITY_ERROR,
    };
}

static const char *const severity_names[] = {"off", "info", "warning", "error"};

const char *severity_name(enum severity severity)
{
    return severity_names[severity];
}

bool severity_from_name(struct str name, enum severity *severity)
{
    for (int i = SEVERITY_OFF; i <= SEVERITY_ERROR; i++) {
        if (!str_equal(name, str_from(severity_names[i]))) continue;
        *severity = (enum severity)i;
        return true;
    }
    return false;
}
