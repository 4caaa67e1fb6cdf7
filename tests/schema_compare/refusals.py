#!/usr/bin/env python3
"""Does gander predict what PostgreSQL refuses for what is there, or is not?

    refusals.py GANDER [--bless] FOLDER...

A FOLDER holds goose migrations that make a schema, and statements.tsv: one statement a line, each to be
run behind them on its own, with PostgreSQL's answer (an SQLSTATE, or `ok`) and gander's: the rule that
reports it, `-` for none, or `elsewhere` for a name that may have been made outside the migrations, of
which nobody can tell. A rule that reports what PostgreSQL accepts is never blessed. Without
PostgreSQL 15 only gander is asked. Exit code: 0 all is as written, 1 not."""
import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from postgres import Refused, Server, find_binaries  # noqa: E402
from sequences import apply, migrations, run  # noqa: E402

# What a replay can predict: PostgreSQL manual, Appendix A.
PREDICTED = set("""2BP01 3F000 42P01 42P06 42P07 42P16 42701 42703 42704 42710 42723 42809 42883
                   22023 22P02""".split())
RULES = ["unknown-object", "duplicate-object", "drop-blocked-by-dependents",
         "concurrently-unsupported", "duplicate-column-name", "forbidden-in-transaction",
         "function-body-error", "syntax-error"]


def lines_of(folder):
    return (folder / "statements.tsv").read_text().splitlines()


def read(folder):
    """[(SQLSTATE, rule, statement)]; a statement that is not blessed yet stands alone."""
    lines = [line for line in lines_of(folder) if not line.startswith("#")]
    return [tuple((["?", "-"] + line.split("\t"))[-3:]) for line in lines]


def write(folder, cases):
    cases = iter(cases)
    lines = [line if line.startswith("#") else "\t".join(next(cases)) for line in lines_of(folder)]
    (folder / "statements.tsv").write_text("\n".join(lines) + "\n")


def ask_postgres(server, gander, folder, statements):
    server.make("refusals")
    answers = []
    with server.connect("refusals") as connection:
        for _, _, inspection in migrations(gander, folder):
            apply(connection, inspection)
        for statement in statements:
            connection.query("BEGIN")
            try:
                connection.query(statement)
                answers.append("ok")
            except Refused as refused:
                answers.append(str(refused)[:5])
            connection.query("ROLLBACK")
    server.drop("refusals")
    return answers


def ask_gander(gander, folder, statements):
    """[(rule or `-`, SQLSTATE it names)]: every statement is the last migration of its own directory."""
    with tempfile.TemporaryDirectory() as place:
        for number, statement in enumerate(statements):
            case = Path(place) / f"{number:05}"
            case.mkdir()
            for path in folder.glob("*.sql"):
                (case / path.name).symlink_to(path.resolve())
            (case / "99999_case.sql").write_text(
                f"-- +goose Up\n-- +goose StatementBegin\n{statement};\n-- +goose StatementEnd\n")
        _, text, error = run(gander, "check", "--isolated", "--only", ",".join(RULES),
                             "--format", "jsonl", place)
    if error:
        raise SystemExit(error)
    answers = [("-", "")] * len(statements)
    for line in text.splitlines():
        finding = json.loads(line)
        if finding["type"] != "diagnostic":
            continue
        at = re.search(r"(\d{5})/99999_case\.sql$", finding["location"]["path"])
        if not at:
            raise SystemExit(f"in the schema itself: {line}")
        code = re.search(r"\((\w{5})\)", json.dumps(finding["labels"]))
        answers[int(at[1])] = (finding["rule"]["id"], code[1] if code else "")
    return answers


def judge(case, truth, answer):
    """What the line should be, and what is wrong with that."""
    (_, written, statement), (rule, code) = case, answer
    if rule == "-" and written == "elsewhere" and truth in PREDICTED:
        rule = written
    wrong = ""
    if truth == "ok" and rule != "-":
        wrong = f"false alarm by {rule}"
    elif code and code != truth:
        wrong = f"{rule} says {code}, PostgreSQL {truth}"
    return (truth, rule, statement), wrong


def check(gander, folder, server, bless):
    cases = read(folder)
    statements = [statement for _, _, statement in cases]
    truths = [code for code, _, _ in cases]
    if server:
        truths = ask_postgres(server, gander, folder, statements)
    judged = [judge(*one) for one in zip(cases, truths, ask_gander(gander, folder, statements))]
    failed = False
    for case, (now, wrong) in zip(cases, judged):
        if wrong or (now != case and not bless):
            failed = True
            print(f"{folder.name}: {now[2]}\n    written {case[:2]}, now {now[:2]} {wrong}")
    if bless and server:
        write(folder, [now for now, _ in judged])
    tell(folder, [now for now, _ in judged])
    return failed


def tell(folder, cases):
    predicted = [rule for code, rule, _ in cases if code in PREDICTED]
    count = Counter("missed" if rule == "-" else "elsewhere" if rule == "elsewhere" else "found"
                    for rule in predicted)
    print(f"{folder.name}: {len(cases)} statements, PostgreSQL refuses {len(predicted)} for what is "
          f"there or not: {count['found']} found, {count['missed']} missed, "
          f"{count['elsewhere']} of names nobody knows")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("gander")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL 15 is not installed (Debian: postgresql-15): only gander is asked")
        return any([check(options.gander, one, None, False) for one in options.folders])
    with Server(binaries) as server:
        return any([check(options.gander, one, server, options.bless) for one in options.folders])


if __name__ == "__main__":
    sys.exit(main())
