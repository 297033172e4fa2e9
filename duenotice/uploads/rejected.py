"""Which rows a person has to look at: those that were not taken, and those that were only in part."""

from django.db.models import Q

from duenotice.uploads.models import Outcome

NOT_TAKEN = Q(outcome__in=[Outcome.INVALID, Outcome.LEFT])
IN_PART = Q(reasons__contains=[["address_invalid"]]) | Q(reasons__contains=[["no_event"]])
REJECTED = NOT_TAKEN | IN_PART
