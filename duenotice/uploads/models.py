"""Uploaded files: the file itself while it is needed, how its columns are read, and what became of each of its rows."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, CompositePrimaryKey, Index, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency, AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.flows.models import Flow
from duenotice.programs.models import ApiClient


class Stage(models.TextChoices):
    """How far an upload has come."""

    COLUMNS = "columns", _("Columns to check")
    CHECKING = "checking", _("Dry run under way")
    CHECKED = "checked", _("Dry run done")
    RUNNING = "running", _("Upload under way")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Outcome(models.TextChoices):
    """What a row does, or did."""

    CREATED = "created", pgettext_lazy("rows of a file", "Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Duplicate")
    INVALID = "invalid", pgettext_lazy("rows of a file", "Invalid")
    LEFT = "left", _("Left for a person")
    SKIPPED = "skipped", _("Skipped by a person")


class UploadTemplate(AgencyRecord):
    """A mapping that is used again: the field of each column by its heading (`fields.plain`), and how days are written."""

    name = models.CharField(max_length=100)
    fields = models.JSONField(default=dict)
    order = models.TextField(default="mdy")
    # What new events of such a file follow, where no column says so.
    flow = models.ForeignKey(Flow, on_delete=models.SET_NULL, db_constraint=False, null=True, related_name="+")

    flow_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="upload_template_in_agency"),
            SameAgency("flow_id", "flows_flow", name="upload_template_flow_same_agency"),
            UniqueConstraint("agency", Lower("name"), name="upload_template_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(AgencyRecord):
    """One file that somebody uploaded; without a `user` and an `api_client`, the nightly command did.

    `shape` is how the file is read (`table.Shape`), `fields` the field of each column. `counts` are of the last dry run or run, by outcome
    and by what else is worth counting.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The program that handed it in over the API, and what its token allowed then.
    api_client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, null=True, related_name="+")
    allowed = ArrayField(models.TextField(), default=list, db_default=[])
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    stage = models.TextField(choices=Stage, default=Stage.COLUMNS)
    shape = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    order = models.TextField(default="mdy")
    template = models.ForeignKey(UploadTemplate, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="uploads")
    flow = models.ForeignKey(Flow, on_delete=models.SET_NULL, db_constraint=False, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    # The job that works on it, or did last.
    job_id = models.UUIDField(null=True)
    ran_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # The file and its rows are gone: nothing more can be read or undone.
    emptied_at = models.DateTimeField(null=True)

    user_id: UUID | None
    api_client_id: UUID | None
    template_id: UUID | None
    flow_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="upload_in_agency"),
            SameAgency("flow_id", "flows_flow", name="upload_flow_same_agency"),
            SameAgency("template_id", "uploads_uploadtemplate", name="upload_template_same_agency"),
            CheckConstraint(condition=Q(stage__in=Stage.values), name="upload_stage_is_known"),
        ]
        indexes = [Index(fields=["agency", "-id"], name="upload_newest")]

    def __str__(self) -> str:
        return self.name


class UploadChunk(AgencyRecord):
    """A piece of the file, in order: whichever machine works on it can read it, and none has to hold it whole."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, db_constraint=False, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    upload_id: UUID

    class Meta:
        constraints = [
            SameAgency("upload_id", "uploads_upload", name="upload_chunk_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "upload", "number"], name="upload_chunk_is_unique"),
        ]


class UploadRow(models.Model):
    """One row of a file: as it was, what it says, and what became of it.

    It has no id of its own, so that a million of them cost one index less. `name_key`, `reference_key` and `event_key` find the other rows
    about the same client or event. `made` and `before` are what Undo needs; `written_at` is when the row was carried out.
    """

    pk = CompositePrimaryKey("agency_id", "upload_id", "number")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, db_constraint=False, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    record = models.JSONField()
    digest = models.BinaryField()
    name_key = models.TextField(default="")
    reference_key = models.TextField(default="")
    event_key = models.TextField(default="")
    outcome = models.TextField(choices=Outcome, default="", blank=True)
    # [[code, what it is about], …]: why it was not taken, or what a person should know of it.
    reasons = models.JSONField(default=list)
    made = models.JSONField(null=True)
    before = models.JSONField(null=True)
    written_at = models.DateTimeField(null=True)
    # What a person said of a row that was left for one: "new", "skip", or the id of the client that it means (deciding.py).
    decision = models.TextField(default="", db_default="", blank=True)

    class Meta:
        constraints = [SameAgency("upload_id", "uploads_upload", name="upload_row_same_agency", on_delete="CASCADE")]
        indexes = [
            Index(fields=["agency", "upload", "digest"], name="upload_row_by_digest"),
            Index(fields=["agency", "upload", "name_key", "number"], condition=~Q(name_key=""), name="upload_row_by_name"),
            Index(fields=["agency", "upload", "reference_key", "number"], condition=~Q(reference_key=""), name="upload_row_by_reference"),
            Index(fields=["agency", "upload", "event_key", "number"], condition=~Q(event_key=""), name="upload_row_by_event"),
            Index(fields=["agency", "upload", "number"], condition=~Q(decision=""), name="upload_row_decided"),
        ]
