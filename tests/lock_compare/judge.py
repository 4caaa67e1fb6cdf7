"""What gander says of a statement beside what PostgreSQL shows, and where they may differ."""
import re

from observe import MODES, strongest

# Kinds of pg_class whose file holds rows or entries.
WITH_FILE = "rmitS"

WEAK = MODES.index("ROW EXCLUSIVE")
CHANGING_ROWS = ("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "DO")
NO_ROW = ("INSERT 0 0", "UPDATE 0", "DELETE 0", "MERGE 0")


# -- what gander leaves out on purpose. Catalogs of the system and TOAST tables are not even looked at ----

def is_unsaid(statement, relation, mode, before):
    """Why PostgreSQL's lock need not be in gander's list; None: it must."""
    weak = MODES.index(mode) <= WEAK
    if relation.kind in "iI" and weak:
        return "who reads or writes a table locks its indexes alike: the table's entry tells it"
    if statement.tag == "DO" and mode == "ACCESS SHARE":
        return "an expression of a DO block (IF, a loop's query) reads it and changes nothing"
    if statement.unreadable:
        return "a text that is put together as it runs; gander notes that it cannot tell"
    if statement.tag == "UPDATE" and mode == "ROW SHARE":
        return "keys of rows that the transaction itself has written are checked again"
    if statement.tag in ("PREPARE", "DECLARE CURSOR", "EXPLAIN") and mode == "ACCESS SHARE":
        return "the query is only looked at, or read bit by bit"
    if statement.tag == "CREATE EXTENSION":
        return "what an extension's script makes is not read"
    if statement.tag in CHANGING_ROWS and weak and before.triggers:
        return "a trigger's function runs; what it does is not looked into"
    if relation.kind == "p" and mode == "ACCESS SHARE" and statement.tag in CHANGING_ROWS:
        return "a partition's bound is read from its table once for each session, and kept"
    if relation.kind == "S" and "pg_get_serial_sequence" in statement.sql:
        return "the sequence's name is found as the statement runs"
    if mode == "ACCESS SHARE" and _calls(statement, before.functions):
        return "an expression of a function's body reads it and changes nothing"
    if weak and _calls(statement, before.unread_functions):
        return "a function's body runs that is not looked into: which one it is, types tell"
    return None


def _calls(statement, functions):
    return any(word in functions for word in re.findall(r"(\w+)\"?\s*\(", statement.sql))


def is_unsure(statement, lock, relation, tags):
    """Why gander may say a lock that PostgreSQL has not taken; None: it must not."""
    if lock["condition"]:
        return "gander says on which condition: a branch runs, rows of a partition are concerned"
    if lock["mode"] in ("ROW SHARE", "ROW EXCLUSIVE") and tags and tags[-1] in NO_ROW:
        return "foreign keys are checked row by row, and there was no row"
    if "OWNER TO" in statement.sql.upper():
        return "who owns what is not replayed: it may be the owner's already"
    if lock["mode"] == "ROW SHARE" and re.search(r"\bFOR\b.*\bOF\b", statement.sql, re.I | re.S):
        return "FOR UPDATE OF: all tables of the query are told"
    if lock["why"] == "foreign keys of the rows are checked" and "NULL" in statement.sql.upper():
        return "a key that is null is not looked up"
    return None


# -- one statement ---------------------------------------------------------------------------------

def judge_statement(statement, before, after, tags, alone):
    """Lines, one for each difference. [alone]: its transaction began with it."""
    told = _by_relation(statement.locks)
    names = {**after.relations, **before.relations}
    by_name = {relation.name: oid for oid, relation in after.relations.items()}
    by_name.update((relation.name, oid) for oid, relation in before.relations.items())
    lines = []
    for name, lock in told.items():
        oid = by_name.get(name)
        held = after.held.get(oid, set())
        if lock["mode"] in held or is_unsure(statement, lock, names.get(oid), tags):
            continue
        has = ", ".join(sorted(held, key=MODES.index)) or "nothing"
        lines.append(f"{name}: gander says {lock['mode']}, PostgreSQL holds {has} ({lock['why']})")
    for oid, modes in after.held.items():
        new = modes - before.held.get(oid, set())
        if new and oid in names:
            lines += _judge_taken(statement, names[oid], new, told, before)
    if alone:
        lines += _judge_files(statement, told, before, after)
    return lines


def _by_relation(locks):
    """The strongest of each; what is done under any of them is done."""
    told = {}
    for lock in locks:
        known = told.get(lock["relation"])
        if known is None:
            told[lock["relation"]] = dict(lock)
            continue
        weaker, stronger = sorted((known, lock), key=lambda one: MODES.index(one["mode"]))
        told[lock["relation"]] = {**stronger, **{
            word: weaker[word] or stronger[word]
            for word in ("rewrite", "new_file", "builds_index", "uncertain", "condition")}}
    return told


def _judge_taken(statement, relation, new, told, before):
    mode = strongest(new)
    lock = told.get(relation.name)
    if lock is not None and MODES.index(mode) <= MODES.index(lock["mode"]):
        return []
    if is_unsaid(statement, relation, mode, before):
        return []
    says = f"gander says {lock['mode']}" if lock else "gander says nothing"
    if relation not in before.relations.values():
        return [f"{relation.name}: is new, {says}"]
    return [f"{relation.name}: PostgreSQL takes {mode}, {says}"]


def _judge_files(statement, told, before, after):
    lines = []
    for oid, relation in after.relations.items():
        old = before.relations.get(oid)
        if old is None or old.kind not in WITH_FILE:
            continue
        lock = told.get(old.name)
        changed = old.file != relation.file
        says = lock is not None and (lock["rewrite"] or lock["new_file"] or
                                     (old.kind == "i" and lock["builds_index"]))
        if changed and not says and not statement.unreadable:
            lines.append(f"{old.name}: gets a new file, gander does not say so")
        elif says and not changed and not (lock["uncertain"] or lock["condition"]):
            lines.append(f"{old.name}: gander says a new file, PostgreSQL keeps it ({lock['why']})")
    return lines


# -- the end of the transaction --------------------------------------------------------------------

def judge_end(migration, section, moments):
    """What is held when goose ends its transaction, and gander's strongest lock of each relation."""
    names = {}  # oid: all it was called
    for moment in moments:
        for oid, relation in moment.relations.items():
            names.setdefault(oid, set()).add(relation.name)
    told = {}
    for transaction in migration.transactions[section]:
        for lock in transaction["strongest"]:
            told[lock["relation"]] = lock
    if any(statement.unreadable for string in migration.strings[section] for statement in string):
        return []
    lines = []
    for oid, modes in moments[-1].held.items():
        says = [told[name] for name in names.get(oid, ()) if name in told]
        if not says or any(lock["condition"] for lock in says):
            continue
        mode, said = strongest(modes), strongest(lock["mode"] for lock in says)
        rows_only = max(MODES.index(said), MODES.index(mode)) <= WEAK  # see is_unsure()
        if said != mode and not rows_only:
            lines.append(f"{migration.name}: at the end {'/'.join(sorted(names[oid]))}:"
                         f" gander says {said}, PostgreSQL holds {mode}")
    return lines
