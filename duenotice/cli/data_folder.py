"""The folder in which an installation on one machine keeps what is its own: the database, the secret key, prepared static files, logs."""

import json
import os
import secrets
from collections.abc import Mapping
from enum import Enum
from pathlib import Path


def chosen(argument: str | None = None) -> Path:
    """--data-dir, else DUENOTICE_DATA_DIR, else `data` in the working folder."""
    return Path(argument or os.environ.get("DUENOTICE_DATA_DIR") or "data").resolve()


class State(Enum):
    """Of a folder with which nothing runs."""

    MISSING = "missing"
    EMPTY = "empty"
    STOPPED = "stopped"


def state(folder: Path) -> State:
    if not folder.is_dir():
        return State.MISSING
    return State.STOPPED if (folder / "secret_key").exists() or (folder / "postgresql").exists() else State.EMPTY


def secret_key_file(folder: Path) -> Path:
    """The file with the installation's secret key, made on first use, readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        unfinished = folder / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        unfinished.rename(path)
    return path


def announce(folder: Path, settings: Mapping[str, str]) -> None:
    """Says which settings other commands need to work with what runs here. It holds paths and addresses, no secret."""
    unfinished = folder / "running.json.new"
    unfinished.write_text(json.dumps({"pid": os.getpid(), "settings": dict(settings)}, indent=1))
    unfinished.rename(folder / "running.json")


def withdraw(folder: Path) -> None:
    (folder / "running.json").unlink(missing_ok=True)


def running(folder: Path) -> dict[str, str] | None:
    """The settings of what runs here now; None where nothing does, also after a crash."""
    try:
        told = json.loads((folder / "running.json").read_text())
        os.kill(told["pid"], 0)
    except (FileNotFoundError, ProcessLookupError):
        return None
    except PermissionError:  # it runs, as another user
        pass
    return dict(told["settings"])
