"""Everything that an agency has, as a zip of CSV files with a manifest (U3): every table that carries an agency, but those listed here."""

import hashlib
import json
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, Model

from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.jobs import files
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress
from duenotice.lib.csv_lines import csv_lines
from duenotice.messaging.models import File
from duenotice.reports.copying import copied
from duenotice.reports.exporting import KEPT, purged_meanwhile
from duenotice.reports.sheets import append_pieces

WHOLE, ZIP = "agency_export", "agency.zip"
AT_A_TIME = 10_000
# Tables that are no data of the agency's, with the reason.
LEFT_OUT = {
    "jobs_chunk": "pieces of files like this one",
    "actions_undo": "what Undo keeps for a day of rows that are exported",
    "actions_news": "what carriers told and is about to become a receipt",
    "lookups_switch": "credentials of providers",
    "uploads_uploadchunk": "pieces of files that the agency has itself",
    "uploads_uploadrow": "what became of their rows, for a month; what they made is exported",
}
# Columns that are secrets of the installation or of somebody, not data.
SECRETS = {"gateway_settings", "token_hash", "digits_hash", "secret_hash", "secret", "settings", "password", "hash_key"}


def begin_whole_export(*, agency: Agency, actor: Actor, now: datetime) -> Job:
    return enqueue(agency=agency, kind=WHOLE, permission="settings", actor=actor, now=now, expires_at=now + KEPT)


def step(job: Job, now: datetime) -> Progress:
    """One batch of one table; after the last, all is packed."""
    place = job.place or {"table": 0, "after": None, "began": now.isoformat()}
    tables = exported()
    if place["table"] == len(tables):
        if purged_meanwhile(job):
            files.remove(job.agency_id, job.id)
            return Progress(handled=-job.done, place=None)
        _pack(job, now)
        return Progress(place=place, total=job.done, ended=True)
    model = tables[place["table"]]
    columns = columns_of(model)
    rows: Any = model._default_manager.filter(agency_id=job.agency_id)
    if place["after"]:
        rows = rows.filter(pk__gt=place["after"])
    values = rows.order_by("pk").values_list(*(field.attname for field in columns))[:AT_A_TIME]
    lines, count = copied(values, typed=[field.get_internal_type() in TYPED for field in columns])
    heading = next(csv_lines([field.attname for field in columns], [])).encode() if not place["after"] else b""
    if heading or lines:
        files.append(job, _name(model), heading + lines, now=now)
    after = lines[-37:].decode().strip() if count == AT_A_TIME else None
    return Progress(handled=count, place={**place, "table": place["table"] + (after is None), "after": after})


TYPED = {"CharField", "TextField", "JSONField", "ArrayField", "URLField", "EmailField"}


def exported() -> list[type[Model]]:
    """Every table with an agency, in the order of their names."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("duenotice.")]
    owned = [model for model in ours if any(field.name == "agency" for field in model._meta.fields)]
    return sorted((model for model in owned if model._meta.db_table not in LEFT_OUT), key=_name)


def columns_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """Without secrets and the content of files; the key last, because the next batch begins after it."""
    fields = [field for field in model._meta.concrete_fields if field.attname not in SECRETS and not field.primary_key]
    shown = [field for field in fields if not (model is File and isinstance(field, BinaryField))]
    assert model._meta.pk is not None
    return [*shown, model._meta.pk]


def _name(model: type[Model]) -> str:
    return f"{model._meta.db_table}.csv"


def _pack(job: Job, now: datetime) -> None:
    """The tables, the agency's own files, and the manifest, into one zip; the loose tables go."""
    names = [_name(model) for model in exported()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ZIP
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            entries = [_pack_table(job, packed, name) for name in names if files.exists(job.agency_id, job.id, name)]
            entries += [_pack_file(packed, file) for file in File.objects.filter(agency_id=job.agency_id).iterator(chunk_size=1)]
            manifest = {"agency": job.agency.reference, "name": job.agency.name, "made_at": now.isoformat(), "files": entries}
            packed.writestr("manifest.json", json.dumps(manifest, indent=1))
        files.remove(job.agency_id, job.id)
        with path.open("rb") as file:
            append_pieces(job, ZIP, file, now=now)


def _pack_table(job: Job, packed: zipfile.ZipFile, name: str) -> dict[str, object]:
    digest, size = hashlib.sha256(), 0
    with packed.open(name, "w", force_zip64=True) as entry:
        for piece in files.read(job.agency_id, job.id, name):
            entry.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _pack_file(packed: zipfile.ZipFile, file: File) -> dict[str, object]:
    content = bytes(file.content)
    name = f"files/{file.id}-{file.name}"
    packed.writestr(name, content)
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
