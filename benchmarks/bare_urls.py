"""The product's addresses, and bare views: one reads a row, one inserts a row."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.events.models import Status
from duenotice.lib.identity import uuid7


def bare(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    return HttpResponse(Contact.objects.get(id=contact_id).entered)


@csrf_exempt
def bare_insert(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    agency = Agency.objects.get(reference="riverton")
    made = Status.objects.create(agency=agency, name=str(uuid7()), created_at=now, updated_at=now)
    return HttpResponse(str(made.id), status=201)


urlpatterns = [path("bare", bare_insert), path("bare/<uuid:contact_id>", bare), path("", include("duenotice.urls"))]
