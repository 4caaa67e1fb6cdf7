#include "base/letter.h"

#include <utf8proc.h>

bool code_point_is_letter(uint32_t value)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)value);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool code_point_is_number(uint32_t value)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)value);
    return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
}
