"""What a session holds: the relations of a database, and the locks on them, by PostgreSQL's word."""
from collections import namedtuple

# Weakest first (manual, 13.3.1).
MODES = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
         "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"]
# pg_locks says AccessShareLock.
MODE_OF = {"".join(word.capitalize() for word in mode.split()) + "Lock": mode for mode in MODES}

Relation = namedtuple("Relation", "name kind file partition")  # file: relfilenode; changes with a rewrite

# Without the system's own, TOAST tables and what extensions bring.
RELATIONS = """
    SELECT c.oid, n.nspname || '.' || c.relname, c.relkind, c.relfilenode, c.relispartition
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid >= 16384 AND n.nspname <> 'pg_toast' AND n.nspname !~ '^pg_toast_temp'
      AND n.nspname <> 'information_schema' AND c.relname !~ '^goose_db_version(_|$)'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 1259
                      AND e.objid = c.oid AND e.deptype = 'e')"""

TRIGGERS = "SELECT 1 FROM pg_catalog.pg_trigger WHERE NOT tgisinternal LIMIT 1"

# The user's own, and those of extensions.
FUNCTIONS = "SELECT DISTINCT proname FROM pg_catalog.pg_proc WHERE oid >= 16384"

# Those that gander does not look into.
UNREAD_FUNCTIONS = """
    SELECT proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.oid >= 16384
    GROUP BY proname
    HAVING count(*) > 1 OR bool_or(l.lanname NOT IN ('sql', 'plpgsql')) OR bool_or(EXISTS (
        SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 1255 AND e.objid = p.oid
        AND e.deptype = 'e'))"""

LOCKS = """
    SELECT l.relation, l.mode FROM pg_catalog.pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.pid = pg_catalog.pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_catalog.pg_database
                        WHERE datname = pg_catalog.current_database())"""


class Moment:
    """The relations as the session sees them now, and the locks it holds on them."""

    def __init__(self, connection):
        self.relations = {oid: Relation(_plain(name), kind, file, partition == "t")
                          for oid, name, kind, file, partition in connection.query(RELATIONS)}
        self.triggers = bool(connection.query(TRIGGERS))
        self.functions = {name for (name,) in connection.query(FUNCTIONS)}
        self.unread_functions = {name for (name,) in connection.query(UNREAD_FUNCTIONS)}
        self.held = {}  # oid: modes
        for oid, mode in connection.query(LOCKS):
            if oid in self.relations:
                self.held.setdefault(oid, set()).add(MODE_OF[mode])
            elif int(oid) >= 16384:  # dropped by this transaction
                self.held.setdefault(oid, set()).add(MODE_OF[mode])

    def forget_locks(self):
        """As after the end of the transaction."""
        self.held = {}


def _plain(name):
    """A temporary relation's schema has a number."""
    schema, _, rest = name.partition(".")
    return f"pg_temp.{rest}" if schema.startswith("pg_temp_") else name


def strongest(modes):
    return max(modes, key=MODES.index)
