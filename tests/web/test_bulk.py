"""The pages of bulk actions: from a list to the preview, the start, the result and Undo (F3)."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from duenotice.accounts.models import Role
from duenotice.contacts.models import Contact
from duenotice.jobs.models import Job
from tests import cast
from tests.running_jobs import finish_jobs
from tests.web.conftest import Visitor

Words = Callable[[HttpResponse], str]
Visit = Callable[..., Visitor]


def test_a_selection_is_previewed_started_and_undone(visit: Visit, words: Words):
    contact, ada = cast.contact(), visit(cast.ada())
    page = words(ada.open("contacts/"))
    assert f'value="{contact.id}"' in page
    assert "Bulk action on all found" in page
    chosen = {"id": str(contact.id), "action": "archive"}
    shown = words(ada.press("contacts/bulk", **chosen, preview="1"))
    assert "1 record." in shown
    assert Contact.objects.get(id=contact.id).is_live
    answer = ada.press("contacts/bulk", **chosen, start="1")
    finish_jobs()
    assert not Contact.objects.get(id=contact.id).is_live
    job = Job.objects.get(kind="bulk_action")
    done = words(ada.open(f"jobs/{job.id}/bulk"))
    assert "Download the result" in done
    assert answer.redirect_chain[-1][0] == f"/a/riverton/jobs/{job.id}/bulk"
    undo = ada.press(f"jobs/{job.id}/bulk/undo").redirect_chain[-1][0]
    finish_jobs()
    assert "Put back</dt><dd>1</dd>" in words(ada.open(undo.removeprefix("/a/riverton/")))
    assert Contact.objects.get(id=contact.id).is_live
    assert "can no longer be undone" in words(ada.press(f"jobs/{job.id}/bulk/undo"))


def test_whatever_is_pressed_on_the_way_the_page_says_which_action_it_is(visit: Visit, words: Words):
    contact, ada = cast.contact(), visit(cast.ada())
    ada.press("contacts/bulk", id=str(contact.id), action="archive", start="1")
    job = Job.objects.get(kind="bulk_action")
    for press in ("pause", "resume"):
        answer = ada.press(f"jobs/{job.id}/{press}")
        assert answer.redirect_chain[-1][0] == f"/a/riverton/jobs/{job.id}/bulk"
        assert "Bulk action: Archive</h1>" in words(answer)
    ada.press("contacts/export", format="xlsx")
    listed = words(ada.open("jobs/"))
    assert "Bulk action: Archive</a>" in listed
    assert "Export: Contacts</a>" in listed


def test_a_whole_search_is_the_list_s_own_address(visit: Visit, words: Words):
    cast.contact()
    ben = cast.contact(cast.client("Ben", "Ode"), cast.BEN_PHONE)
    ada = visit(cast.ada())
    page = words(ada.open("contacts/bulk", search="ode"))
    assert "All that your search finds" in page
    assert 'value="search=ode"' in page
    ada.press("contacts/bulk", search="search=ode", action="trash", start="1")
    finish_jobs()
    assert list(Contact.objects.filter(trashed_at__isnull=False)) == [ben]


def test_nothing_chosen_and_nonsense_are_refused_in_words(visit: Visit, words: Words):
    ada = visit(cast.ada())
    assert ada.press("contacts/bulk", action="").status_code == 422
    assert ada.press("contacts/bulk", search="", preview="1").status_code == 422
    assert "could not be read" in words(ada.press("contacts/bulk", action="trash", id="nonsense", preview="1"))
    assert ada.press("clients/bulk", action="opt_out").status_code == 422
    assert "Nothing would be changed" in words(ada.press("clients/bulk", action="trash", preview="1"))


@pytest.mark.parametrize("what", ["contacts", "clients"])
def test_it_takes_two_permissions(visit: Visit, words: Words, what: str):
    contact = cast.contact()
    assert visit(cast.sam()).open(f"{what}/bulk").status_code == 403
    assert "Bulk action" not in words(visit(cast.sam()).open(f"{what}/"))
    Role.objects.filter(agency=cast.agency(), name="Viewers").update(permissions=["view_contacts", "view_clients", "bulk_actions"])
    assert "does not allow to change" in words(visit(cast.vera()).press(f"{what}/bulk", action="trash", id=str(contact.id), start="1"))
    assert not Job.objects.exists()
