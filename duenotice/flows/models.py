"""Auto messages: templates sent by hand; triggers, schedules and flows build on them."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.lifecycle.states import Lifecycled
from duenotice.words.models import Template


class Trigger(models.TextChoices):
    """What calls for an auto message (A1)."""

    BY_HAND = "by_hand", _("Sent by hand")


class AutoMessage(AgencyRecord, Lifecycled):
    """A template, the channels it may go by, and what calls for it."""

    template = models.OneToOneField(Template, on_delete=models.PROTECT, db_constraint=False, related_name="auto_message")
    trigger = models.TextField(choices=Trigger, default=Trigger.BY_HAND)
    channels = ArrayField(models.TextField())

    template_id: UUID

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="auto_message_in_agency"),
            SameAgency("template_id", "words_template", name="auto_message_template_same_agency"),
        ]
