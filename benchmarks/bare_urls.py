"""The product's addresses, and a bare view that reads one row."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from duenotice.contacts.models import Contact


def bare(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    return HttpResponse(Contact.objects.get(id=contact_id).entered)


urlpatterns = [path("bare/<uuid:contact_id>", bare), path("", include("duenotice.urls"))]
