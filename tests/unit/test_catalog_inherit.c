/* What PostgreSQL refuses of tables that inherit: nothing of it happens. What it takes is compared
 * in fixtures/replay/inherited-columns and inherited-checks. */
#include "catalog_shape.h"

static const char made[] = "CREATE TABLE base (id int NOT NULL, CHECK (id > 0));"
                           "CREATE TABLE child (own int) INHERITS (base);";

static void test_catalog_inherit__only_the_parent_cannot_get_more(void **state)
{
    run(state, made);
    run(state, "ALTER TABLE ONLY base ADD COLUMN more int"); /* 42P16 */
    is(columns(state, "base"), "id int4 not null");
    run(state, "ALTER TABLE ONLY base ADD CONSTRAINT small CHECK (id < 9)"); /* 42P16 */
    assert_int_equal(known(state, "base")->constraints.len, 1);
    run(state, "ALTER TABLE ONLY base ADD CONSTRAINT small CHECK (id < 9) NO INHERIT");
    assert_int_equal(known(state, "base")->constraints.len, 2);
    assert_int_equal(known(state, "child")->constraints.len, 1);
}

static void test_catalog_inherit__a_child_cannot_have_less(void **state)
{
    run(state, made);
    run(state, "ALTER TABLE child DROP COLUMN id"); /* 42P16 */
    is(columns(state, "child"), "id int4 not null, own int4");
    run(state, "ALTER TABLE child ADD CONSTRAINT base_id_check CHECK (id > 0)"); /* merged */
    run(state, "ALTER TABLE child DROP CONSTRAINT base_id_check");               /* 42P16 */
    assert_int_equal(known(state, "child")->constraints.len, 1);
}

static void test_catalog_inherit__who_lacks_something_cannot_join(void **state)
{
    run(state, made);
    run(state, "CREATE TABLE other (own int)");
    const struct relation *other = known(state, "other");
    run(state, "ALTER TABLE other INHERIT base"); /* 42804: no column */
    run(state, "ALTER TABLE other ADD COLUMN id int");
    run(state, "ALTER TABLE other INHERIT base"); /* 42804: NOT NULL */
    run(state, "ALTER TABLE other ALTER COLUMN id SET NOT NULL");
    run(state, "ALTER TABLE other INHERIT base"); /* 42804: no CHECK */
    assert_int_equal(other->parents.len, 0);
    run(state, "ALTER TABLE other ADD CONSTRAINT base_id_check CHECK (id > 0)");
    run(state, "ALTER TABLE other INHERIT base");
    assert_int_equal(other->parents.len, 1);
    run(state, "ALTER TABLE other INHERIT base"); /* 42P07 */
    assert_int_equal(other->parents.len, 1);
    run(state, "ALTER TABLE base INHERIT other"); /* 42P07: a circle */
    assert_int_equal(known(state, "base")->parents.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_catalog_inherit__only_the_parent_cannot_get_more),
        TEST(test_catalog_inherit__a_child_cannot_have_less),
        TEST(test_catalog_inherit__who_lacks_something_cannot_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
