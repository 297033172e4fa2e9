"""Reading settings from environment variables, strictly: a wrong value stops the start and is named."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


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


def database(name: str) -> dict[str, object]:
    """A postgresql:// address as Django's settings; a unix socket's folder stands in `?host=`."""
    value = text(name)
    parts = urlsplit(value)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} takes postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }
