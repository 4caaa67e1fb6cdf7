#include "schema/locks.h"

const char *lock_mode_name(enum lock_mode mode)
{
    static const char *const names[] = {
        [LOCK_NONE] = "no lock",
        [LOCK_ACCESS_SHARE] = "ACCESS SHARE",
        [LOCK_ROW_SHARE] = "ROW SHARE",
        [LOCK_ROW_EXCLUSIVE] = "ROW EXCLUSIVE",
        [LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
        [LOCK_SHARE] = "SHARE",
        [LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
        [LOCK_EXCLUSIVE] = "EXCLUSIVE",
        [LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
    };
    return names[mode];
}

/* SELECT takes ACCESS SHARE, data changes ROW EXCLUSIVE (manual, table 13.2: conflicts). */
bool lock_blocks_reads(enum lock_mode mode)
{
    return mode == LOCK_ACCESS_EXCLUSIVE;
}

bool lock_blocks_writes(enum lock_mode mode)
{
    return mode >= LOCK_SHARE;
}

const char *lock_blocks_words(enum lock_mode mode)
{
    if (lock_blocks_reads(mode)) return "reads and writes";
    if (lock_blocks_writes(mode)) return "writes";
    if (mode == LOCK_SHARE_UPDATE_EXCLUSIVE) return "other DDL and VACUUM";
    return "nothing the application does";
}
