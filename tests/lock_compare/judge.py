"""What gander says of a statement beside what PostgreSQL shows."""
from observe import MODES, strongest

# Kinds of pg_class whose file holds rows or entries.
WITH_FILE = "rmitS"


def judge_statement(statement, before, after, tags, alone):
    """Lines, one for each difference. [alone]: its transaction began with it."""
    told = {lock["relation"]: lock for lock in statement.locks}
    names = {oid: (before.relations.get(oid) or after.relations[oid])
             for oid in before.relations.keys() | after.relations.keys()}
    by_name = {}
    for oid, relation in names.items():
        if oid in before.relations or relation.name not in by_name:
            by_name.setdefault(relation.name, oid)
    for oid, relation in before.relations.items():
        by_name[relation.name] = oid
    lines = []
    for name, lock in told.items():
        lines += _judge_told(statement, name, lock, by_name.get(name), after, tags)
    for oid, modes in after.held.items():
        new = modes - before.held.get(oid, set())
        if new and oid in names:
            lines += _judge_taken(names[oid], new, told, oid in before.relations)
    if alone:
        lines += _judge_files(told, before, after)
    return lines


def _judge_told(statement, name, lock, oid, after, tags):
    if oid is None and "IF EXISTS" in statement.sql.upper():
        return []
    if oid is None:
        return [f"{name}: gander says {lock['mode']}, PostgreSQL has no such relation"]
    held = after.held.get(oid, set())
    if lock["mode"] in held or lock["conditional"] or _wrote_nothing(lock, tags):
        return []
    return [f"{name}: gander says {lock['mode']}, PostgreSQL holds "
            f"{', '.join(sorted(held, key=MODES.index)) or 'nothing'} ({lock['why']})"]


# Foreign keys are checked row by row: without a row no other table is touched.
def _wrote_nothing(lock, tags):
    return (lock["mode"] in ("ROW SHARE", "ROW EXCLUSIVE") and bool(tags)
            and tags[-1] in ("INSERT 0 0", "UPDATE 0", "DELETE 0"))


def _judge_taken(relation, new, told, was_there):
    mode = strongest(new)
    lock = told.get(relation.name)
    if lock is None:
        if not was_there:
            return [f"{relation.name}: is new, and gander does not say so"]
        if relation.kind in "iI" and mode in ("ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE"):
            return []
        return [f"{relation.name}: PostgreSQL takes {mode}, gander says nothing"]
    if MODES.index(mode) > MODES.index(lock["mode"]):
        return [f"{relation.name}: PostgreSQL takes {mode}, gander says {lock['mode']}"]
    return []


def _judge_files(told, before, after):
    lines = []
    for oid, relation in after.relations.items():
        old = before.relations.get(oid)
        if old is None or old.kind not in WITH_FILE:
            continue
        lock = told.get(old.name)
        changed = old.file != relation.file
        says = lock is not None and (lock["rewrite"] or lock["new_file"] or
                                     (old.kind == "i" and lock["builds_index"]))
        if changed and not says:
            lines.append(f"{old.name}: gets a new file, gander does not say so")
        elif says and not changed and not lock["uncertain"]:
            lines.append(f"{old.name}: gander says a new file, PostgreSQL keeps it ({lock['why']})")
    return lines


def judge_end(migration, section, moments):
    """What is held when goose ends its transaction, and gander's strongest lock of each relation."""
    last = moments[-1]
    names = {}  # oid: all it was called
    for moment in moments:
        for oid, relation in moment.relations.items():
            names.setdefault(oid, set()).add(relation.name)
    told = {}
    for transaction in migration.transactions[section]:
        for lock in transaction["strongest"]:
            told[lock["relation"]] = lock["mode"]
    lines = []
    for oid, modes in last.held.items():
        if oid not in names:
            continue  # made and dropped by one statement
        says = [told[name] for name in names[oid] if name in told]
        mode = strongest(modes)
        if says and strongest(says) != mode:
            lines.append(f"{migration.name}: at the end {'/'.join(names[oid])}: gander says"
                         f" {strongest(says)}, PostgreSQL holds {mode}")
    return lines
