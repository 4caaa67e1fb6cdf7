/* Locks of forms that the tables of measured facts lack; measured on PostgreSQL 15 as those were.
 * Then what is said of relations the migrations never made. */
#include "base/vec.h"
#include "measured_schema.h"
#include "schema/locks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct str lock_text(const struct lock *lock)
{
    return str_format(&arena, STR_FMT " %s%s%s%s%s%s%s%s", STR_ARG(lock->relation.name),
                      lock_mode_name(lock->mode), lock->rewrite ? " rewrite" : "",
                      lock->scan_twice ? " scan-twice"
                      : lock->scan     ? " scan"
                                       : "",
                      lock->builds_index ? " builds" : "", lock->new_file ? " new-file" : "",
                      lock->waits_for_snapshots ? " waits" : "",
                      lock->uncertain ? " uncertain" : "", lock->created ? " created" : "");
}

static struct str locks_text(const char *setup, const char *sql, int version)
{
    struct lock_settings settings = {.postgres_version = version};
    struct catalog *catalog = measured_catalog(&arena, str_from(setup));
    struct sql_parse parsed = sql_parse(&arena, str_from(sql));
    VEC(struct str) lines = {0};
    if (catalog == NULL || !parsed.parsed) fail_msg("cannot be read: %s; %s", setup, sql);
    struct lock_list locks =
        locks_of_statement(&arena, catalog, &settings, parsed.statements[0].changes,
                           parsed.statements[0].change_count);
    for (size_t i = 0; i < locks.len; i++) VEC_PUSH(&arena, &lines, lock_text(&locks.at[i]));
    return str_join(&arena, lines.at, lines.len, STR(", "));
}

struct lock_case {
    const char *setup, *sql, *locks;
};

static void check(const struct lock_case *cases, size_t count, int version)
{
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct str ours = locks_text(cases[i].setup, cases[i].sql, version);
        if (str_equal(ours, str_from(cases[i].locks))) continue;
        fprintf(stderr, "%s; %s\n  expected: %s\n      ours: " STR_FMT "\n", cases[i].setup,
                cases[i].sql, cases[i].locks, STR_ARG(ours));
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(cases, version) check((cases), sizeof(cases) / sizeof *(cases), (version))

#define PARTITIONED                                                                                \
    "create table pt(id int not null, k int not null, v text) partition by range(k);"              \
    "create table pt1 partition of pt for values from (0) to (100);"
#define CHILDREN                                                                                   \
    "create table ip(a int not null, b text, constraint ck check(a>0));"                           \
    "create table ic() inherits(ip);"
#define FUNCTION "create function tf() returns trigger language plpgsql as 'begin return new; end';"

static const struct lock_case measured[] = {
    /* sequences that belong to a column */
    {"create table s(id serial, x int)", "drop table s",
     "s ACCESS EXCLUSIVE, s_id_seq ACCESS EXCLUSIVE"},
    {"create table s(id serial, x int)", "alter table s set schema t2",
     "s ACCESS EXCLUSIVE, s_id_seq ACCESS EXCLUSIVE"},
    {"create table s(id serial, x int)", "alter table s owner to r9",
     "s ACCESS EXCLUSIVE, s_id_seq ACCESS EXCLUSIVE"},
    {"create table s(id serial, x int)", "alter table s drop column id",
     "s ACCESS EXCLUSIVE, s_id_seq ACCESS EXCLUSIVE"},
    {"create table s(id serial, x int)", "drop sequence s_id_seq cascade",
     "s_id_seq ACCESS EXCLUSIVE, s ACCESS EXCLUSIVE"},
    {"create table u(id int generated always as identity)", "alter table u set unlogged",
     "u ACCESS EXCLUSIVE rewrite scan, u_id_seq ACCESS EXCLUSIVE new-file"},
    /* children of INHERITS */
    {CHILDREN FUNCTION, "create trigger tg after insert on ip for each row execute function tf()",
     "ip SHARE ROW EXCLUSIVE"},
    {CHILDREN, "alter table ip alter a drop not null", "ip ACCESS EXCLUSIVE, ic ACCESS EXCLUSIVE"},
    {CHILDREN, "alter table only ip alter a drop not null", "ip ACCESS EXCLUSIVE"},
    {CHILDREN, "alter table ip alter a set statistics 10",
     "ip SHARE UPDATE EXCLUSIVE, ic SHARE UPDATE EXCLUSIVE"},
    {CHILDREN, "alter table ip rename constraint ck to ck2",
     "ip ACCESS EXCLUSIVE, ic ACCESS EXCLUSIVE"},
    {CHILDREN, "alter table ip drop constraint ck", "ip ACCESS EXCLUSIVE, ic ACCESS EXCLUSIVE"},
    {CHILDREN, "update ip set b = 'x'", "ip ROW EXCLUSIVE scan, ic ROW EXCLUSIVE scan"},
    {CHILDREN, "truncate ip", "ip ACCESS EXCLUSIVE new-file, ic ACCESS EXCLUSIVE new-file"},
    {CHILDREN, "drop table ic", "ic ACCESS EXCLUSIVE"},
    /* partitions */
    {PARTITIONED FUNCTION "create trigger tg after insert on pt for each row execute function tf()",
     "alter table pt disable trigger tg", "pt SHARE ROW EXCLUSIVE, pt1 SHARE ROW EXCLUSIVE"},
    {PARTITIONED FUNCTION "create trigger tg after insert on pt for each row execute function tf()",
     "drop trigger tg on pt", "pt ACCESS EXCLUSIVE, pt1 ACCESS EXCLUSIVE"},
    {PARTITIONED, "alter table pt owner to r9", "pt ACCESS EXCLUSIVE"},
    {PARTITIONED, "alter table pt add primary key (k)",
     "pt ACCESS EXCLUSIVE, pt_pkey ACCESS EXCLUSIVE created, pt1 SHARE scan builds, "
     "pt1_pkey ACCESS EXCLUSIVE created"},
    {PARTITIONED "alter table pt add unique (k)", "alter table pt rename constraint pt_k_key to zz",
     "pt ACCESS EXCLUSIVE, pt_k_key SHARE UPDATE EXCLUSIVE"},
    {PARTITIONED "alter table pt add primary key (k);"
                 "alter table c add foreign key (a) references pt (k)",
     "create table pt2 partition of pt for values from (100) to (200)",
     "pt2 ACCESS EXCLUSIVE created, pt ACCESS EXCLUSIVE, pt_pkey SHARE UPDATE EXCLUSIVE, "
     "pt2_pkey ACCESS EXCLUSIVE created, c SHARE ROW EXCLUSIVE"},
    {PARTITIONED "alter table pt add foreign key (id) references p (id)",
     "alter table pt drop constraint pt_id_fkey",
     "pt ACCESS EXCLUSIVE, pt1 ACCESS EXCLUSIVE, p ACCESS EXCLUSIVE"},
    {PARTITIONED "alter table pt add foreign key (id) references p (id)",
     "alter table pt alter constraint pt_id_fkey deferrable",
     "pt ACCESS EXCLUSIVE, pt1 ACCESS EXCLUSIVE"},
    {PARTITIONED, "lock table pt in share mode", "pt SHARE, pt1 SHARE"},
    {PARTITIONED, "alter table pt enable row level security", "pt ACCESS EXCLUSIVE"},
    /* views are read down to their tables */
    {"create view v as select * from c; create view v2 as select * from v", "drop view v cascade",
     "v ACCESS EXCLUSIVE, v2 ACCESS EXCLUSIVE"},
    {"create view v as select * from c; create view v2 as select * from v", "select * from v2",
     "v2 ACCESS SHARE, v ACCESS SHARE scan, c ACCESS SHARE scan"},
    {"create view v as select * from c; create materialized view m as select * from v",
     "refresh materialized view m",
     "m ACCESS EXCLUSIVE rewrite scan, v ACCESS SHARE, c ACCESS SHARE scan"},
    /* rows of both ends of a foreign key */
    {"alter table c add foreign key (p_id) references p (id) on delete cascade",
     "delete from p where id = 3", "p ROW EXCLUSIVE, c ROW EXCLUSIVE scan"},
    {"alter table c add foreign key (p_id) references p (id)", "update c set p_id = 4 where id = 3",
     "c ROW EXCLUSIVE, p ROW SHARE"},
    {"alter table c add foreign key (p_id) references p (id)", "update p set code = 'z'",
     "p ROW EXCLUSIVE scan"},
    /* a domain's default is the column's */
    {"create domain dv as float8 default random()", "alter table o add column x dv",
     "o ACCESS EXCLUSIVE rewrite scan, o_pkey ACCESS EXCLUSIVE builds"},
    {"create domain dv as float8 default random()", "alter table o add column x dv default 1",
     "o ACCESS EXCLUSIVE"},
    /* objects */
    {FUNCTION "create trigger tg after insert on c for each row execute function tf()",
     "comment on trigger tg on c is 'x'", "c ACCESS SHARE"},
    {"create sequence sq", "comment on sequence sq is 'x'", "sq SHARE UPDATE EXCLUSIVE"},
    {"create type cty as (a int); create table ct of cty",
     "alter type cty rename attribute a to b cascade", "cty ACCESS EXCLUSIVE, ct ACCESS EXCLUSIVE"},
    {"create type cty as (a int)", "create table ct of cty",
     "ct ACCESS EXCLUSIVE created, cty ACCESS SHARE"},
};

static void test_locks_cases__measured(void **state)
{
    (void)state;
    CHECK(measured, 15);
}

/* Taken to be there, old and full. */
static const struct lock_case elsewhere[] = {
    {"", "alter table e add column x int", "e ACCESS EXCLUSIVE"},
    {"", "alter table if exists e add column x int", "e ACCESS EXCLUSIVE"},
    {"create table t.e (a int); drop table t.e", "alter table if exists t.e add column x int", ""},
    {"create table t.e (a int); drop table t.e", "drop table if exists t.e", ""},
    {"", "alter table e alter a type bigint", "e ACCESS EXCLUSIVE rewrite scan uncertain"},
    {"", "alter table e alter a set not null", "e ACCESS EXCLUSIVE scan"},
    {"", "alter table e add column x int default mine()",
     "e ACCESS EXCLUSIVE rewrite scan uncertain"},
    {"", "alter table c add column x int default mine()",
     "c ACCESS EXCLUSIVE rewrite scan uncertain, c_pkey ACCESS EXCLUSIVE builds uncertain, "
     "c_a_idx ACCESS EXCLUSIVE builds uncertain"},
    {"", "alter table e add column x uuid references p (id)",
     "e ACCESS EXCLUSIVE, p SHARE ROW EXCLUSIVE"},
    {"", "alter table e add foreign key (a) references f (id)",
     "e SHARE ROW EXCLUSIVE scan, f SHARE ROW EXCLUSIVE scan"},
    {"", "alter table e validate constraint k", "e SHARE UPDATE EXCLUSIVE scan"},
    {"", "alter table e add primary key using index i", "e ACCESS EXCLUSIVE scan"},
    {"", "alter table e set logged", "e ACCESS EXCLUSIVE rewrite scan uncertain"},
    {"", "create index i on e (a)", "e SHARE scan builds, i ACCESS EXCLUSIVE created"},
    {"", "create index concurrently i on e (a)",
     "e SHARE UPDATE EXCLUSIVE scan-twice builds waits"},
    {"", "drop index i", "i ACCESS EXCLUSIVE"},
    {"", "reindex index i", "i ACCESS EXCLUSIVE scan builds"},
    {"", "alter table e attach partition f for values in (1)",
     "e SHARE UPDATE EXCLUSIVE, f ACCESS EXCLUSIVE scan"},
    {"", "truncate e, f", "e ACCESS EXCLUSIVE new-file, f ACCESS EXCLUSIVE new-file"},
    {"", "vacuum full e", "e ACCESS EXCLUSIVE rewrite scan"},
    {"", "select 1", ""},
    {"", "vacuum", ""},
    {"", "alter domain d set not null", ""},
};

static void test_locks_cases__of_what_is_made_elsewhere(void **state)
{
    (void)state;
    CHECK(elsewhere, 15);
}

/* Two views on each level, both over both below: a million ways down, twenty levels. */
static void test_locks_cases__views_over_views(void **state)
{
    enum { LEVELS = 20 };
    (void)state;
    struct str setup = STR("create view a0 as select * from c; create view b0 as select * from c;");
    for (int i = 1; i <= LEVELS; i++) {
        setup = str_format(&arena,
                           STR_FMT "create view a%d as select 1 from a%d, b%d;"
                                   "create view b%d as select 1 from a%d, b%d;",
                           STR_ARG(setup), i, i - 1, i - 1, i, i - 1, i - 1);
    }
    struct str dropped = locks_text(setup.at, "drop view a0 cascade", 15);
    assert_true(str_find(dropped, STR("b20 ACCESS EXCLUSIVE"), 0) != SIZE_MAX);
    struct str read = locks_text(setup.at, "select * from b20", 15);
    assert_true(str_find(read, STR("a0 ACCESS SHARE"), 0) != SIZE_MAX);
    assert_true(str_ends_with(read, STR(", c ACCESS SHARE scan")));
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_locks_cases__measured),
        cmocka_unit_test(test_locks_cases__of_what_is_made_elsewhere),
        cmocka_unit_test(test_locks_cases__views_over_views),
    };
    arena_init(&arena);
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
