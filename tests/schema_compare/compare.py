#!/usr/bin/env python3
"""Is the schema that gander replays the one PostgreSQL has?

    compare.py GANDER [--list] [--all] DIR...

Each sequence of goose migrations below the DIRs is applied to a private PostgreSQL 15, in the strings and
transactions goose would send (gander inspect). After every migration `gander schema --at` is loaded
beside it and both databases are compared, name by name. A sequence that PostgreSQL itself refuses is
compared up to there. Exit code: 0 all agree, 1 not, 77 without PostgreSQL.

  --list  one line for each sequence, no differences
  --all   the differences after every migration, not only where they begin"""
import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres import Refused  # noqa: E402
from sequences import GOOSE_TABLE, apply, check_all, migrations, run  # noqa: E402
from snapshot import differences, snapshot  # noqa: E402


def load(connection, sql):
    """A snapshot of what [sql] makes of an empty database, which stays empty."""
    connection.query("DISCARD ALL")
    connection.query("BEGIN")
    try:
        connection.query(sql)
        return snapshot(connection)
    finally:
        connection.query("ROLLBACK")


class Sequence:
    """One sequence on its way through PostgreSQL."""

    def __init__(self, gander, folder):
        self.gander, self.folder = gander, folder
        # Seeds (goose -no-versioning) go into what the migrations beside them have made.
        base = re.sub(r"-seed$", "", folder)
        self.base = base if base != folder and Path(base).is_dir() else None
        self.applied = self.agreed = self.count = 0
        self.refused = ""  # why PostgreSQL stopped it
        self.unlike = []  # (name, lines) where the schemas differ

    def check(self, server):
        found = migrations(self.gander, self.folder)
        before = migrations(self.gander, self.base) if self.base else []
        self.count = len(found)
        with Databases(server) as databases:
            for _, _, inspection in before:
                apply(databases.real, inspection)
            for version, name, inspection in found:
                try:
                    apply(databases.real, inspection)
                except Refused as error:
                    self.refused = f"{name}: {error}"
                    break
                self.applied += 1
                lines = self.compare(databases, version)
                if lines:
                    self.unlike.append((name, lines))
                else:
                    self.agreed += 1
            if self.applied and not self.unlike:
                self.load_with_psql(server, found[self.applied - 1])

    def load_with_psql(self, server, last):
        """As people do: psql has a syntax of its own, and stops at nothing unless told."""
        version, name, _ = last
        _, sql, _ = run(self.gander, "schema", "--at", str(version), "--format", "sql", self.folder)
        said = server.psql("made", sql)
        if said:
            self.unlike.append((name, [f"psql: {line}" for line in said.splitlines()]))

    def compare(self, databases, version):
        code, sql, error = run(self.gander, "schema", "--at", str(version), "--format", "sql",
                               self.folder)
        if code:
            return [f"gander: {error}"]
        if self.base:
            sql = run(self.gander, "schema", "--format", "sql", self.base)[1] + sql
        refused = [line for line in sql.splitlines() if line.startswith("-- Refused by PostgreSQL:")]
        if refused:
            return [f"PostgreSQL takes all of it, gander says: {line[3:]}" for line in refused]
        real = snapshot(databases.look)
        try:
            return differences(real, load(databases.made, sql))
        except Refused as refused:
            return [f"what gander wrote does not load: {refused}"]

    def differences(self, options):
        for name, lines in self.unlike if options.all else self.unlike[:1]:
            yield f"  after {name} (- PostgreSQL, + gander):"
            yield from (f"    {line}" for line in lines)

    def verdict(self):
        words = f"{self.agreed} of {self.applied} agree"
        if self.unlike:
            words += f", first not {self.unlike[0][0]}"
        if self.refused:
            words += f"; PostgreSQL applies {self.applied} of {self.count} ({self.refused})"
        return words


class Databases:
    """The real one, in two sessions, and the one for what gander writes."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        self.server.make("real")
        self.server.make("made")
        self.real = self.server.connect("real")
        self.look = self.server.connect("real")
        self.made = self.server.connect("made")
        self.real.query(GOOSE_TABLE)
        return self

    def __exit__(self, *_):
        for connection in (self.real, self.look, self.made):
            connection.close()
        self.server.drop("real", "made")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("gander")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    checked = check_all(Sequence, options)
    if checked is None:
        return 77
    unlike = [sequence for sequence in checked if sequence.unlike]
    print(f"{len(checked)} sequences, {sum(s.applied for s in checked)} migrations applied: "
          f"{len(checked) - len(unlike)} sequences agree after every migration, "
          f"{sum(1 for s in checked if s.refused)} are refused by PostgreSQL at some point")
    return 1 if unlike or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
