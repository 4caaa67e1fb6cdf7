#!/usr/bin/env python3
"""Does `gander locks` say which locks PostgreSQL takes?

    compare.py GANDER [--list] DIR...

Each sequence of goose migrations below the DIRs is applied to a private PostgreSQL 15, and after every
statement pg_locks and the relations' files are compared with what gander says of that statement. Twice: in
goose's transactions, where the locks held at the end count too; and each statement in a transaction of
its own, so that no lock hides behind one that is held already. Down sections are tried out and undone.
Exit code: 0 all agree, 1 not, 77 without PostgreSQL.

  --list  one line for each sequence, no differences"""
import argparse
import json
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "schema_compare"))
from judge import judge_end, judge_statement  # noqa: E402
from observe import Moment  # noqa: E402
from postgres import Refused  # noqa: E402
from sequences import GOOSE_TABLE, ask_from_root, check_all, refuse_as_goose  # noqa: E402


class Statement:
    """One of PostgreSQL's, and what gander says it locks."""

    def __init__(self, sql, start, end, tag):
        self.sql, self.start, self.end, self.tag = sql, start, end, tag
        self.locks = []
        self.unreadable = False  # it runs SQL that gander says nobody can know

    def take(self, told, unreadable):
        """Its locks; those of the statements in a DO block are its own."""
        for statement in told:
            place = statement["start"]["line"], statement["start"]["column"]
            if self.start <= place < self.end:
                self.locks += statement["locks"]
        self.unreadable = any(self.start[0] <= line <= self.end[0] for line in unreadable)


class Migration:
    """What goose runs, cut into PostgreSQL's statements: up and down are lists of strings, a string is a
    list of Statements."""

    def __init__(self, gander, path, told):
        self.name = Path(path).name
        self.inspection = _json(gander, "inspect", "--format", "json", path)
        changes = _json(gander, "inspect", "--stage", "changes", "--format", "json", path)
        self.in_transaction = not self.inspection["no_transaction"]
        self.transactions = {"up": [], "down": []}
        for transaction in told["transactions"]:
            self.transactions[transaction["section"]].append(transaction)
        unreadable = [int(line) for line in re.findall(
            r":(\d+): SQL that .* together as it runs", "\n".join(told["problems"]))]
        self.strings = {section: self._cut(section, changes[section], unreadable)
                        for section in ("up", "down")}

    def _cut(self, section, changes, unreadable):
        told = [statement for transaction in self.transactions[section]
                for statement in transaction["statements"]]
        strings = []
        for sent, cut in zip(self.inspection[section]["statements"], changes):
            lines = (sent["start_line"], 0), (sent["end_line"] + 1, 0)
            string = [_statement(one, lines) for one in cut["statements"]]
            if len(string) <= 1:  # as goose sends it
                tag = string[0].tag if string else ""
                string = [Statement(sent["sql"], *lines, tag)]
            for statement in string:
                statement.take(told, unreadable)
            strings.append(string)
        return strings


def _statement(one, lines):
    at = one["at"]
    if "line" in at:
        lines = (at["line"], at["column"]), (at["end_line"], at["end_column"])
    return Statement(at["text"], *lines, one["tag"])


def _json(gander, *words):
    return json.loads(ask_from_root(gander, *words))


def read_sequence(gander, folder):
    """Its migrations in goose's order."""
    told = _json(gander, "locks", "--all", "--down", "--isolated", "--format", "json", folder)
    for sequence in told["sequences"]:
        return [Migration(gander, os.path.join("/", one["path"]), one) for one in sequence["migrations"]
                if one["path"].endswith(".sql")]
    raise SystemExit(f"{folder}: there is nothing to compare")


class Run:
    """One database on its way through a sequence."""

    def __init__(self, server, name):
        self.server, self.name = server, name
        self.differences = []
        self.statements = 0
        self.connection = None

    def open(self, template="template0"):
        self.server.make(self.name, template)
        self.connect()

    def connect(self):
        self.connection = self.server.connect(self.name)

    def close(self):
        self.connection.close()

    def reconnect(self):
        self.close()
        self.connect()

    # -- in goose's transactions -------------------------------------------------------------------

    def migrate(self, migration):
        strings = migration.strings["up"]
        if migration.in_transaction:
            self.transaction(migration, "up", "COMMIT")
        else:
            for string in strings:
                self.apart(migration, string)

    def try_down(self, migration):
        """And undo it."""
        strings = migration.strings["down"]
        if not migration.in_transaction or not strings or ends_transaction(strings):
            return
        try:
            self.transaction(migration, "down", "ROLLBACK")
        except Refused:
            pass  # `gander check` is there for that

    def transaction(self, migration, section, end):
        begin = Moment(self.connection)
        begin.forget_locks()
        self.connection.query("BEGIN")
        before, moments = begin, [begin]
        try:
            for string in migration.strings[section]:
                for statement in string:
                    self.connection.query(statement.sql)
                    tags = self.connection.tags
                    after = Moment(self.connection)
                    self.judge(migration, statement, before, after, tags, alone=False)
                    before = after
                    moments.append(after)
            self.differences += judge_end(migration, section, moments)
            self.connection.query(end)
        except Refused:
            self.connection.query("ROLLBACK")
            raise

    # -- each statement in its own -----------------------------------------------------------------

    def migrate_apart(self, migration):
        for string in migration.strings["up"]:
            if migration.in_transaction:
                for statement in string:
                    self.apart(migration, [statement])
            else:
                self.apart(migration, string)

    def apart(self, migration, string):
        """A string that goose sends outside of a transaction; PostgreSQL makes one of it."""
        before = Moment(self.connection)
        before.forget_locks()
        if not may_be_wrapped(string):
            for statement in string:
                self.connection.query(statement.sql)
            return
        self.connection.query("BEGIN")
        try:
            for statement in string:
                self.connection.query(statement.sql)
                tags = self.connection.tags
                after = Moment(self.connection)
                self.judge(migration, statement, before, after, tags, alone=len(string) == 1)
                before = after
            self.connection.query("COMMIT")
        except Refused:
            self.connection.query("ROLLBACK")
            raise

    def judge(self, migration, statement, before, after, tags, alone):
        self.statements += 1
        for line in judge_statement(statement, before, after, tags, alone):
            self.differences.append(f"{migration.name}:{statement.start[0]}: {line}")


def ends_transaction(strings):
    return any(statement.tag in ("COMMIT", "ROLLBACK", "PREPARE TRANSACTION")
               for string in strings for statement in string)


# What must not run in a transaction, or ends it: nothing is held behind it that could be looked at.
def may_be_wrapped(string):
    for statement in string:
        words = statement.sql.upper()
        if statement.tag in ("VACUUM", "CREATE DATABASE", "DROP DATABASE", "ALTER SYSTEM", "CALL",
                             "BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK", "SAVEPOINT",
                             "CREATE TABLESPACE", "DROP TABLESPACE", "DO", "PREPARE TRANSACTION"):
            if statement.tag != "DO" or "COMMIT" in words or "ROLLBACK" in words:
                return False
        if "CONCURRENTLY" in words and "MATERIALIZED" not in words:
            return False
        if statement.tag == "REINDEX" and ("DATABASE" in words or "SCHEMA" in words):
            return False
    return True


class Sequence:
    """One sequence, compared."""

    def __init__(self, gander, folder):
        self.folder = folder
        self.migrations = read_sequence(gander, folder)
        self.applied = self.statements = 0
        self.refused = ""  # why PostgreSQL stopped it
        self.unlike = []

    def check(self, server):
        real, apart = Run(server, "real"), Run(server, "apart")
        real.open()
        real.connection.query(GOOSE_TABLE)
        apart.open()
        for migration in self.migrations:
            try:
                refuse_as_goose(migration.inspection)
                real.migrate(migration)
            except Refused as error:
                self.refused = f"{migration.name}: {error}"
                break
            self.applied += 1
            real.try_down(migration)
            real.reconnect()  # goose may take another connection for the next one
            try:
                apart.migrate_apart(migration)
                apart.reconnect()
            except Refused:  # its statements need each other
                apart.close()
                real.close()
                apart.open(template="real")
                real.connect()
        self.statements = real.statements + apart.statements
        self.unlike = list(dict.fromkeys(real.differences + apart.differences))
        real.close()
        apart.close()
        server.drop("real", "apart")

    def differences(self, _options):
        return (f"    {line}" for line in self.unlike)

    def verdict(self):
        words = f"{self.statements} statements, {len(self.unlike) or 'no'} differences"
        if self.refused:
            words += (f"; PostgreSQL applies {self.applied} of {len(self.migrations)}"
                      f" ({self.refused})")
        return words


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("gander")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    checked = check_all(Sequence, options)
    if checked is None:
        return 77
    unlike = [sequence for sequence in checked if sequence.unlike]
    print(f"{len(checked)} sequences, {sum(s.applied for s in checked)} migrations applied, "
          f"{sum(s.statements for s in checked)} statements looked at: "
          f"{len(checked) - len(unlike)} sequences agree, "
          f"{sum(1 for s in checked if s.refused)} are refused by PostgreSQL at some point")
    return 1 if unlike or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
