"""What happened to one message: hand-offs, what gateways said, what people did."""

from dataclasses import dataclass

from duenotice.agencies.activity import LOOK
from duenotice.agencies.models import Activity, Agency
from duenotice.messaging.fallback import replaced, replaced_by
from duenotice.messaging.models import Attempt, File, Message, Receipt


@dataclass(frozen=True)
class Life:
    """Each list oldest first."""

    attempts: list[Attempt]
    receipts: list[Receipt]
    activity: list[Activity]
    files: list[File]
    answers: list[Message]
    replaced: Message | None
    replaced_by: Message | None


def life_of(agency: Agency, message: Message) -> Life:
    return Life(
        attempts=list(Attempt.objects.filter(agency_id=agency.id, message_id=message.id).order_by("number")),
        receipts=list(Receipt.objects.filter(agency_id=agency.id, message_id=message.id).order_by("id")),
        activity=list(Activity.objects.filter(agency_id=agency.id, record_id=message.id).exclude(record_kind=LOOK).order_by("id")),
        files=list(File.objects.filter(agency_id=agency.id, id__in=message.files).defer("content").order_by("id")),
        answers=list(Message.objects.filter(agency_id=agency.id, answers_id=message.id).order_by("id")),
        replaced=replaced(message),
        replaced_by=replaced_by(message),
    )
