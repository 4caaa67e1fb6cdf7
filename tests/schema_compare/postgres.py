"""A private PostgreSQL 15 that is thrown away, and just enough of its protocol to send it strings.

The simple query protocol of the manual's chapter 55, as pgx uses it for what goose sends: a string with
several statements is one message, and one implicit transaction."""
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "wal_level": "logical",  # else PostgreSQL warns of every publication
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "TimeZone": "UTC",
    "log_min_messages": "panic",
}


class Refused(Exception):
    """PostgreSQL's own error: `42P01: relation "t" does not exist`."""


class Connection:
    """One session."""

    def __init__(self, folder, database):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(str(Path(folder) / ".s.PGSQL.5432"))
        self.stream = self.socket.makefile("rb")
        words = b"user\0postgres\0database\0" + database.encode() + b"\0client_encoding\0UTF8\0\0"
        self.socket.sendall(struct.pack("!ii", len(words) + 8, 196608) + words)
        self._answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stream.close()
        self.socket.close()

    def query(self, text):
        """Sends one string; gives the rows of all its queries, values as text. What PostgreSQL says it
        has done is then in `tags`: `INSERT 0 1`."""
        self._send(b"Q", text.encode("utf-8", "surrogateescape") + b"\0")
        return self._answer()

    def _send(self, kind, body):
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _answer(self):
        rows, refused = [], None
        self.tags = []
        while True:
            head = self.stream.read(5)
            if len(head) < 5:
                raise refused or Refused("08006: the connection is gone")
            kind = head[:1]
            body = self.stream.read(struct.unpack("!i", head[1:])[0] - 4)
            if kind == b"D":
                rows.append(_values(body))
            elif kind == b"C":
                self.tags.append(body.rstrip(b"\0").decode())
            elif kind == b"E":
                refused = refused or Refused(_error(body))
            elif kind == b"G":  # COPY FROM STDIN: goose has nothing to give
                self._send(b"f", b"no data\0")
            elif kind == b"Z":
                if refused:
                    raise refused
                return rows


def _values(body):
    values, at = [], 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        (length,) = struct.unpack_from("!i", body, at)
        at += 4
        values.append(None if length < 0 else body[at : at + length].decode("utf-8", "replace"))
        at += max(length, 0)
    return values


def _error(body):
    fields = {part[:1]: part[1:].decode("utf-8", "replace") for part in body.split(b"\0") if part}
    return f"{fields.get(b'C')}: {fields.get(b'M')}"


def find_binaries():
    """The folder of PostgreSQL 15's programs, or None. Debian keeps them out of PATH."""
    folders = ["/usr/lib/postgresql/15/bin", *os.environ.get("PATH", "").split(os.pathsep)]
    for folder in map(Path, folders):
        if not (folder / "initdb").exists() or not (folder / "postgres").exists():
            continue
        asked = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
        if " 15." in asked.stdout:
            return folder
    return None


class Server:
    """A cluster in a folder of its own, with nothing but a socket in that folder."""

    def __init__(self, binaries):
        self.binaries = binaries
        self.folder = _short_folder()
        # PostgreSQL refuses to run as root; Debian's package brings this user.
        self.user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.user:
            shutil.chown(self.folder, **self.user)
        self.process = None

    def __enter__(self):
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        settings = [word for item in SETTINGS.items() for word in ("-c", "=".join(item))]
        self.process = subprocess.Popen(
            [self.binaries / "postgres", "-D", data, "-k", self.folder, *settings],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self.folder, **self.user)
        self._wait()
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database="postgres"):
        return Connection(self.folder, database)

    def make(self, database, template="template0"):
        """Anew, if it is there."""
        with self.connect() as admin:
            admin.query(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            admin.query(f"CREATE DATABASE {database} TEMPLATE {template}")

    def drop(self, *databases):
        """And the roles made in them, which are the cluster's."""
        with self.connect() as admin:
            for database in databases:
                admin.query(f"DROP DATABASE {database} WITH (FORCE)")
            for (role,) in admin.query("SELECT quote_ident(rolname) FROM pg_roles"
                                       " WHERE oid >= 16384"):
                admin.query(f"DROP ROLE {role}")

    def psql(self, database, sql):
        """What psql says to a file that it is to load; nothing when all is well."""
        done = subprocess.run(
            [self.binaries / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U",
             "postgres", "-d", database, "-f", "-"],
            input=sql.encode("utf-8", "surrogateescape"), capture_output=True, cwd=self.folder,
            env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}, **self.user)
        return (done.stderr + done.stdout).decode("utf-8", "replace")

    def _run(self, program, *words):
        done = subprocess.run([self.binaries / program, *words], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, cwd=self.folder, **self.user)
        if done.returncode:
            raise SystemExit(f"{program} failed: {done.stderr}")

    def _wait(self):
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
                return
            except (OSError, Refused) as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"PostgreSQL does not start: {error}") from error
                time.sleep(0.02)


def _short_folder():
    """A socket's path may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="gander-pg-"))
    if len(str(folder)) > 80:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="gander-pg-", dir="/tmp"))
    return folder
