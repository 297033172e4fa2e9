"""Explain: which messages about an event a contact gets, which not, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from duenotice.contacts.models import Contact
from duenotice.flows.explain import Explained, explain
from duenotice.flows.models import AutoMessage, FlowStep
from duenotice.lifecycle.states import LIVE
from duenotice.web.access import PageRequest, page
from duenotice.web.contacts.labels import label_of
from duenotice.web.events.presses import event_or_404
from duenotice.web.flows.timeline import when

MOST = 200


@page("view_messages")
def explain_event(request: PageRequest, id: UUID) -> HttpResponse:
    """Whom it can be explained for: the contacts of the event's clients."""
    event = event_or_404(request, id)
    attending = {"client__attendances__agency_id": request.agency.id, "client__attendances__event_id": event.id}
    rows = Contact.objects.filter(LIVE, agency_id=request.agency.id, **attending).select_related("client", "address")
    contacts = [(one, label_of(one)) for one in rows.order_by("client_id", "id")[:MOST]]
    return render(request, "web/events/explain_whom.html", {"event": event, "contacts": contacts})


@page("view_messages")
def explain_contact(request: PageRequest, id: UUID, contact_id: UUID) -> HttpResponse:
    """Rule by rule, for one contact."""
    event = event_or_404(request, id)
    rows = Contact.objects.select_related("client", "address")
    contact = get_object_or_404(rows, agency_id=request.agency.id, id=contact_id)
    told = explain(request.agency, event, contact, request.now)
    request.looks_at = contact.id
    words = {"event": event, "contact": contact, "label": label_of(contact), "common": told.common, "failed": told.failed}
    return render(request, "web/events/explain.html", {**words, "sources": [(one, _when(one)) for one in told.sources]})


def _when(explained: Explained) -> str:
    source: FlowStep | AutoMessage = explained.source
    return when(source) if isinstance(source, FlowStep) else str(source.get_trigger_display())
