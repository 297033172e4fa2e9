"""Importing sample templates: from then on they are the agency's own (A1, A2)."""

from datetime import datetime

from duenotice.actions.auto_messages import Wording, save_auto_message
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage
from duenotice.words.samples import Sample


def import_auto_message(*, agency: Agency, sample: Sample, actor: Actor, now: datetime) -> AutoMessage:
    """A sample as an auto message that is sent by hand, named in the language of whoever imports it."""
    wordings = {language: Wording(subject, body) for language, (subject, body) in sample.words.items()}
    return save_auto_message(
        agency=agency, auto_message=None, name=str(sample.name), channels=sample.channels, wordings=wordings, actor=actor, now=now
    )
