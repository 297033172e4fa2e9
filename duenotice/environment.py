"""Reading settings from environment variables, strictly: a wrong value stops the start and is named."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

DJANGO_NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def text(name: str, default: str = "") -> str:
    """The value of NAME, or the content of the file that NAME_FILE names, without its final newline."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text().rstrip("\n")
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}") from error


def flag(name: str, default: bool = False) -> bool:
    """True or False, and nothing else: a misspelt "ture" must not silently mean False."""
    value = os.environ.get(name, "")
    if value not in ("", "true", "false"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes true or false")
    return {"": default, "true": True, "false": False}[value]


def integer(name: str, default: int, least: int, most: int) -> int:
    value = os.environ.get(name, "") or str(default)
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is {value!r}; it takes a whole number from {least} to {most}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str, **options: object) -> dict[str, object]:
    """A postgresql:// address as Django's settings, with options of Django's beside its own; a unix socket's folder stands in `?host=`."""
    try:
        parts = conninfo_to_dict(text(name))
    except ProgrammingError:  # its words may hold the password
        parts = {}
    if not text(name).startswith(("postgres://", "postgresql://")) or not parts.get("dbname") or not str(parts.get("port", 0)).isdecimal():
        raise ImproperlyConfigured(
            f"{name} takes postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or postgresql://USER@/DATABASE?host=/FOLDER/OF/THE/SOCKET"
        )
    django = {key: str(parts.pop(libpq, None) or "") for key, libpq in DJANGO_NAMES.items()}
    return {"ENGINE": "django.db.backends.postgresql", **django, "OPTIONS": {**parts, **options}}
