#!/usr/bin/env python3
"""What a terminal sees of a run that takes long: progress.py GANDER; 77 (skipped) without git.

Nothing here waits for a machine to be slow. A `git` of our own, first in the PATH, does not answer
before this script lets it."""
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

GANDER = Path(sys.argv.pop(1)).resolve()
GIT = shutil.which("git")
if GIT is None:
    print("SKIPPED: git is not installed")
    sys.exit(77)

LINE = b"\r\x1b[Kgander: asking git"
CLEAR = b"\r\x1b[K"


class Terminal(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").mkdir()
        wrapper = self.folder / "bin/git"
        wrapper.write_text(f'#!/bin/sh\nwhile [ ! -e "{self.folder}/go" ]; do sleep 0.05; done\nexec "{GIT}" "$@"\n')
        wrapper.chmod(0o755)
        (self.folder / "db").mkdir()
        (self.folder / "db/00001_x.sql").write_text("-- +goose Up\nDROP TABLE t;\n")
        quiet = dict(cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([GIT, "init", "-q", "-b", "main"], **quiet)
        subprocess.run([GIT, "-c", "user.name=K", "-c", "user.email=k@example.com", "commit", "-q",
                        "--allow-empty", "-m", "x"], **quiet)

    def start(self, *words, terminal=True, term="xterm"):
        """gander, held back by git; what it writes to stderr comes out of the second value."""
        reader, writer = pty.openpty() if terminal else os.pipe()
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": str(self.folder)}
        if term is not None:
            environment["TERM"] = term
        process = subprocess.Popen(
            [GANDER, "check", "--since", "main", "-f", "concise", *words], cwd=self.folder,
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=writer)
        os.close(writer)
        self.addCleanup(os.close, reader)
        return process, reader

    def read(self, reader, until=None):
        """All that comes, or what has come when `until` has."""
        seen = b""
        while until is None or until not in seen:
            if not select.select([reader], [], [], 30)[0]:
                self.fail(f"nothing comes any more behind {seen!r}")
            try:
                part = os.read(reader, 4096)
            except OSError:  # the other end of the terminal is closed
                break
            if not part:
                break
            seen += part
        return seen

    def let_go(self, process):
        (self.folder / "go").touch()
        report = process.stdout.read()
        process.stdout.close()
        process.wait()
        return report

    def test_line_is_drawn_and_taken_away(self):
        process, reader = self.start()
        first = self.read(reader, until=LINE)
        report = self.let_go(process)
        rest = self.read(reader)
        self.assertTrue(first.startswith(LINE), first)
        self.assertTrue((first + rest).endswith(CLEAR), rest)
        self.assertIn(b"db/00001_x.sql:2:1: ", report)
        self.assertNotIn(b"\x1b", report)
        self.assertEqual(process.returncode, 1)

    def test_nothing_where_it_is_not_wanted(self):
        runs = [self.start("-q"), self.start(terminal=False), self.start(term="dumb"),
                self.start(term=None), self.start(term="")]
        time.sleep(1.5)  # longer than the second after which a line would be drawn
        for process, _ in runs:
            self.let_go(process)
        for _, reader in runs:
            self.assertEqual(self.read(reader), b"")

    def test_line_goes_before_messages(self):
        process, reader = self.start("--since", "nowhere")
        self.read(reader, until=LINE)
        self.let_go(process)
        last = self.read(reader).rpartition(CLEAR)[2]
        self.assertTrue(last.startswith(b"gander: cannot compare with `nowhere`"), last)


unittest.main()
