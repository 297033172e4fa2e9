"""The pages of exports and of reachability (F2, F4, U3)."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from duenotice.jobs.models import Job
from tests import cast
from tests.running_jobs import finish_jobs
from tests.web.conftest import Visitor

Words = Callable[[HttpResponse], str]
Visit = Callable[..., Visitor]


@pytest.mark.parametrize("listing", ["contacts", "clients", "events", "messages", "reachability"])
def test_a_list_is_exported_by_a_press_and_downloaded(visit: Visit, words: Words, listing: str):
    rosa = cast.client()
    cast.event(rosa)
    cast.one_off(cast.contact(rosa))
    ada = visit(cast.ada())
    assert "Export XLSX" in words(ada.open(f"{listing}/")) or listing == "reachability"
    answer = ada.press(f"{listing}/export", format="csv", search="")
    finish_jobs()
    page = words(ada.open(answer.redirect_chain[-1][0].split("/a/riverton/")[1]))
    assert "Download the CSV file" in page
    got = ada.open(f"jobs/{Job.objects.get().id}/files/{listing}.csv")
    assert b"".join(got.streaming_content).startswith(b"\xef\xbb\xbf")


def test_it_takes_the_list_s_own_permission(visit: Visit):
    cast.contact()
    assert visit(cast.vera()).press("events/export").status_code == 403
    assert visit(cast.vera()).press("contacts/export").status_code == 200
    job = Job.objects.get()
    assert visit(cast.lee(), "lakeside").open(f"jobs/{job.id}/").status_code == 404


def test_a_search_that_makes_no_sense_is_said(visit: Visit, words: Words):
    assert "could not be read" in words(visit(cast.ada()).press("contacts/export", search="channel=pigeon"))
    assert not Job.objects.exists()


def test_the_whole_agency_is_for_those_who_may_change_settings(visit: Visit, words: Words):
    assert visit(cast.sam()).press("settings/export").status_code == 403
    ada = visit(cast.ada())
    assert "Export everything" in words(ada.open("settings/"))
    ada.press("settings/export")
    finish_jobs()
    assert "Download the zip file" in words(ada.open(f"jobs/{Job.objects.get().id}/"))


def test_reachability_shows_reasons_and_hides_contacts_from_whoever_may_not_see_them(visit: Visit, words: Words):
    rosa = cast.client()
    cast.contact(rosa, "123")
    page = words(visit(cast.sam()).open("reachability/"))
    assert "This address cannot be reached" in page
    assert "/contacts/" in page
    cast.client("Nadia", of=cast.agency("lakeside"))
    assert "Nadia" not in page
    assert "Messages reach every client" not in page
