"""One installation on one machine, from start to stop: database, migrations, static files, web, worker, jobs. Django is not loaded."""

import hashlib
import json
import logging
import os
import shutil
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from duenotice.cli import data_folder, programs, stopping
from duenotice.db import embedded

log = logging.getLogger("duenotice")
PACKAGE = Path(__file__).parent.parent
WEB_PATIENCE, WORKER_PATIENCE, JOBS_PATIENCE, READY_PATIENCE = 15.0, 45.0, 30.0, 180.0


@dataclass
class Installation:
    """What runs, and with which settings."""

    folder: Path
    host: str
    port: int
    processes: int
    demo: bool
    server: embedded.Server | None = None
    running: list[programs.Program] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)  # what `seed_demo` printed

    def start(self) -> None:
        """Returns when the web server answers. Raises embedded.CannotStart or programs.Failed, in words for people."""
        refuse_taken_port(self.host, self.port)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_URL_FILE"):
            self.server = embedded.start(self.folder)
        environment = self.environment()
        if self.server is not None:
            made_here = {name: environment[name] for name in environment if os.environ.get(name) != environment[name]}
            data_folder.announce(self.folder, made_here | {"DUENOTICE_OWNER_DATABASE_URL": self.server.owner_url})
        self._prepare(environment)
        if self.demo and _has_command("seed_demo"):
            self.told = json.loads(programs.finish(programs.begin(["seed_demo"], environment)).strip().splitlines()[-1])
        self._start_programs(environment)
        self._wait_for_web(environment["DUENOTICE_PUBLIC_URL"])

    def environment(self) -> dict[str, str]:
        """What the children get: our own environment, and what we decide where it says nothing."""
        decided = {
            "DUENOTICE_PUBLIC_URL": f"http://localhost:{self.port}",
            "DUENOTICE_STATIC_ROOT": str(self.folder / "static"),
            "DUENOTICE_DATA_DIR": str(self.folder),
        }
        if self.server is not None:
            decided["DATABASE_URL"] = self.server.app_url
        if self.demo:
            decided["DUENOTICE_HANDSET"] = "true"
            # Invitations and new passwords: the demo has no mail server.
            decided["DUENOTICE_EMAIL_BACKEND"] = "django.core.mail.backends.filebased.EmailBackend"
            decided["DUENOTICE_EMAIL_FOLDER"] = str(self.folder / "mail")
        if (self.demo or self.server is not None) and "DUENOTICE_SECRET_KEY" not in os.environ:
            decided["DUENOTICE_SECRET_KEY_FILE"] = str(data_folder.secret_key_file(self.folder))
        return {**decided, **{name: value for name, value in os.environ.items() if value or name not in decided}}

    def _prepare(self, environment: Mapping[str, str]) -> None:
        """Migrations as the owner, and static files, side by side."""
        owner = self.server.owner_url if self.server else os.environ.get("DUENOTICE_OWNER_DATABASE_URL")
        as_owner = {**environment, "DATABASE_URL": owner} if owner else environment
        steps = [programs.begin(["migrate", "--no-input", "--verbosity=0"], as_owner)]
        target = Path(environment["DUENOTICE_STATIC_ROOT"])
        found = _fingerprint()
        stamp = target / ".made_from"
        stale = not stamp.exists() or stamp.read_text() != found
        if stale:
            shutil.rmtree(target, ignore_errors=True)
            steps.append(programs.begin(["collectstatic", "--no-input", "--verbosity=0"], environment))
        for step in steps:
            programs.finish(step)
        if stale:
            target.mkdir(parents=True, exist_ok=True)
            stamp.write_text(found)

    def _start_programs(self, environment: Mapping[str, str]) -> None:
        address = ["--host", self.host, "--port", str(self.port), "--processes", str(self.processes)]
        self._run("web", ["web", *address], {**environment, "DUENOTICE_DATABASE_POOL": "true"}, WEB_PATIENCE)
        if _has_command("worker"):
            self._run("worker", ["worker"], environment, WORKER_PATIENCE)
        if _has_command("jobs"):
            self._run("jobs", ["jobs"], environment, JOBS_PATIENCE)

    def _run(self, name: str, command: list[str], environment: Mapping[str, str], patience: float) -> None:
        output = self.folder / f"{name}.log" if self.demo else None
        program = programs.Program(name, command, environment, output, patience)
        self.running.append(program)
        program.start()

    def _wait_for_web(self, public_url: str) -> None:
        """Until /healthz answers 200."""
        web, answer, deadline = self.running[0], "no answer", time.monotonic() + READY_PATIENCE
        while web.alive() and time.monotonic() < deadline:
            stopping.heed()
            answer = _healthz(self.host, self.port, urlsplit(public_url).netloc)
            if answer == "200":
                return
            time.sleep(0.05)
        where = f"{self.folder}/web.log says why." if self.demo else "Its words stand above."
        raise programs.Failed(f"The web server did not come up (/healthz: {answer}). {where}")

    def watch(self) -> NoReturn:
        """Keeps everything running until a signal ends it."""
        database = [self.server] if self.server is not None else []
        programs.watch([*database, *self.running])

    def stop(self) -> None:
        """Web, then worker, jobs and PostgreSQL. Nothing is left running."""
        for program in self.running:
            program.stop()
        if self.server is not None:
            data_folder.withdraw(self.folder)
            self.server.stop()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises programs.Failed. Asked before anything is started, since it is the commonest reason for not coming up."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise programs.Failed(
                f"Cannot listen on {host}, port {port}: {error.strerror}. Stop what uses it, or choose another port with --port."
            ) from error


def _healthz(host: str, port: int, public: str) -> str:
    """The status as text, or why there is none."""
    connection = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=10)  # noqa: S104
    try:
        connection.request("GET", "/healthz", headers={"Host": public})
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return str(error)
    finally:
        connection.close()


def _has_command(name: str) -> bool:
    return any(PACKAGE.glob(f"*/management/commands/{name}.py"))


def _fingerprint() -> str:
    """Of every static file: when it changes, the files are prepared anew."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        about = path.stat()
        digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
