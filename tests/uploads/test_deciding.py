"""Rows that were left for a person: which client each means, a person says, and Undo takes it back (U1)."""

from uuid import uuid4

import pytest
from django.test import Client as Browser

from duenotice.accounts.permissions import ALL
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.uploads.deciding import CannotDecide, choices, decide
from duenotice.uploads.models import Upload, UploadRow
from duenotice.uploads.taking import NotNow
from tests import cast
from tests.uploads.files import again, checked, counts, outcomes, ran, undone

pytestmark = pytest.mark.django_db
# Of the same name as Rosa, and with nothing else that tells whether it is she.
NAMESAKE = ",Rosa,Delgado,,(202) 555-0160,,11/30/2026,9:00 AM,Hearing,C-1"


@pytest.fixture
def rosa() -> Client:
    return cast.client()


def said(upload: Upload, decision: str, number: int = 2, rights: frozenset[str] = ALL) -> str:
    upload = again(upload)
    return decide(upload=upload, number=number, decision=decision, rights=rights, actor=cast.actor(upload.user), now=cast.NOON).outcome


def row_of(upload: Upload, number: int = 2) -> UploadRow:
    return UploadRow.objects.get(agency_id=upload.agency_id, upload_id=upload.id, number=number)


def state(of: Client) -> tuple[int, int, int]:
    return Client.objects.count(), Contact.objects.filter(agency=of.agency, client=of).count(), Event.objects.count()


def test_a_row_is_the_client_that_a_person_says_and_undo_takes_it_back(rosa: Client):
    upload = ran(NAMESAKE)
    assert [one.decision for one in choices(upload, row_of(upload), ALL)] == [str(rosa.id), "new"]
    assert said(upload, str(rosa.id)) == "created"
    assert state(rosa) == (1, 1, 1)
    assert counts(again(upload)) == {"created": 1}
    undone(upload)
    assert state(rosa) == (1, 0, 0)


def test_or_a_new_one_or_it_is_skipped_and_may_be_decided_again_after_that(rosa: Client):
    upload = ran(NAMESAKE)
    assert said(upload, "skip") == "skipped"
    assert (state(rosa), counts(again(upload))) == ((1, 0, 0), {"skipped": 1})
    assert said(upload, "new") == "created"
    assert (state(rosa), counts(again(upload))) == ((2, 0, 1), {"created": 1})
    with pytest.raises(CannotDecide):
        said(upload, "skip")
    undone(upload)
    assert state(rosa) == (1, 0, 0)


def test_what_was_decided_last_is_undone_first(rosa: Client):
    upload = ran(NAMESAKE, "R-2,Rosa,Delgado,3/9/1980,,rosa2@example.org,,,,")
    second = Client.objects.get(agency=rosa.agency, reference="R-2")
    assert said(upload, str(second.id)) == "created"
    undone(upload)
    assert state(rosa) == (1, 0, 0)


def test_nobody_decides_before_the_run_nor_after_undo_nor_beyond_their_rights(rosa: Client):
    upload = checked(NAMESAKE)
    with pytest.raises(NotNow):
        said(upload, "new")
    upload = ran(NAMESAKE)
    with pytest.raises(CannotDecide, match="Your role does not allow this"):
        said(upload, "new", rights=frozenset({"uploads", "view_clients"}))
    assert (state(rosa), outcomes(upload)) == ((1, 0, 0), ["left namesake"])
    undone(upload)
    with pytest.raises(NotNow):
        said(upload, "new")


def test_only_the_agencys_own_live_clients_can_be_meant(rosa: Client):
    nadia = cast.client(of=cast.agency("lakeside"))
    upload = ran(NAMESAKE)
    for nobody in (str(nadia.id), str(uuid4()), "anything"):
        with pytest.raises(CannotDecide, match="Choose another"):
            said(upload, nobody)


def test_the_page_shows_whom_the_row_may_mean_and_leads_on_to_the_next(rosa: Client):
    upload = ran(NAMESAKE, NAMESAKE.replace("0160", "0161").replace("C-1", "C-2"))
    browser = Browser()
    browser.force_login(cast.ada(), backend="django.contrib.auth.backends.ModelBackend")
    place = f"/a/riverton/uploads/{upload.id}/rows/2/"
    shown = browser.get(place).content.decode()
    assert "There is a client of the same name" in shown
    assert "New contact: (202) 555-0160" in shown
    refused = browser.post(place, {})
    assert (refused.status_code, "Choose one of these." in refused.content.decode()) == (422, True)
    assert browser.post(place, {"decision": str(rosa.id)})["Location"].endswith("/rows/3/")
    assert browser.post(place.replace("/2/", "/3/"), {"decision": "skip"})["Location"].endswith(f"{upload.id}/")
    cast.agency("lakeside")
    assert browser.get(place.replace("riverton", "lakeside")).status_code == 404
