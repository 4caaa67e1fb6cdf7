/* Letters and digits in the sense of Unicode's general categories. */
#ifndef GANDER_BASE_LETTER_H
#define GANDER_BASE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

bool code_point_is_letter(uint32_t value); /* categories L* */
bool code_point_is_number(uint32_t value); /* categories N* */

#endif
