"""Dashboard, Lookups; a contact's lookups; Admin, Lookup providers (K2 to K4)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse

from duenotice.accounts.models import Membership, Role
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact, SocialProfile
from duenotice.lookups.models import Answer, Lookup, Switch
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def ada(visit: Visit) -> Visitor:
    ada = visit(cast.ada())
    assert "Saved." in ada.press("lookup-providers/", **LIMITS, **{"sample-on": "on"}).content.decode()
    return ada


LIMITS = {"lookups_a_day": "100", "lookups_not_about": "Victim"}
ASKED = {"address": "(202) 555-0143", "options": ["line", "reverse", "social"], "purpose": "reach"}


def save(found: Lookup, name: str, contact: Contact) -> dict[str, str]:
    answer = Answer.objects.get(agency=cast.agency(), lookup=found, provider="sample")
    place = next(place for place, fact in enumerate(answer.facts) if fact["name"] == name)
    return {"answer": str(answer.id), "place": str(place), "contact": str(contact.id)}


def test_a_lookup_shows_what_each_provider_found_with_source_and_date(ada: Visitor, words: Words):  # K2, K3
    shown = words(ada.press("lookups/", **ASKED))
    for expected in ("Lookup of (202) 555-0143", "What we know ourselves", "unknown (landline or mobile)", "Sample directory", "Facebook"):
        assert expected in shown
    assert "Source:" in shown
    assert "No client has this address" in shown
    assert "(202) 555-0143" in words(ada.open("lookups/"))


def test_an_empty_form_and_no_address_keep_what_was_typed(ada: Visitor, words: Words):
    assert ada.press("lookups/", address="").status_code == 422
    refused = ada.press("lookups/", address="Rosa <b>", options=["social"], purpose="check")
    assert refused.status_code == 422
    assert 'value="Rosa &lt;b&gt;"' in refused.content.decode()
    assert not Lookup.objects.exists()


def test_save_to_contact_saves_a_profile_and_adds_a_contact_that_waits_to_be_confirmed(ada: Visitor, words: Words):  # K4
    rosa = cast.contact()
    ada.press("lookups/", **ASKED)
    found = Lookup.objects.get()
    assert "The profile is saved" in words(ada.press(f"lookups/{found.id}/save", **save(found, "profile", rosa)))
    assert SocialProfile.objects.get(agency=cast.agency(), contact=rosa).url.startswith("https://www.facebook.com/")
    assert "until somebody presses Confirm" in words(ada.press(f"lookups/{found.id}/save", **save(found, "email", rosa)))
    new = Contact.objects.exclude(id=rosa.id).get(agency=cast.agency())
    shown = words(ada.open(f"contacts/{new.id}/"))
    assert "nobody has confirmed" in shown
    assert "Unconfirmed" in shown
    refused = ada.press(f"contacts/{new.id}/messages", subject="Court", body="Hello")
    assert "Yes. Messages reach this contact." not in words(refused)
    assert "is confirmed" in words(ada.press(f"contacts/{new.id}/confirm"))
    assert "Yes. Messages reach this contact." in words(ada.open(f"contacts/{new.id}/"))


def test_from_a_contacts_tools_the_form_is_filled_in_and_the_contact_shows_its_lookups(ada: Visitor, words: Words):  # C8
    rosa = cast.contact()
    assert f"lookups/?contact={rosa.id}" in words(ada.open(f"contacts/{rosa.id}/"))
    assert 'value="+12025550143"' in words(ada.open("lookups/", contact=rosa.id))
    ada.press("lookups/", **{**ASKED, "contact": rosa.id})
    assert f"lookups/{Lookup.objects.get().id}/" in words(ada.open(f"contacts/{rosa.id}/"))
    assert Lookup.objects.get().contact_id == rosa.id


def test_another_agencys_lookups_are_not_seen(ada: Visitor, visit: Visit, words: Words):
    ada.press("lookups/", **ASKED)
    found = Lookup.objects.get()
    lee = visit(cast.lee(), "lakeside")
    assert str(found.id) not in words(lee.open("lookups/"))
    assert lee.open(f"lookups/{found.id}/").status_code == 404
    mine = cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    assert lee.press(f"lookups/{found.id}/save", **save(found, "profile", mine)).status_code == 404
    # Nor does another agency's contact fill the form in, nor take what was found.
    assert "+12025550143" not in words(ada.open("lookups/", contact=mine.id))
    assert "can no longer be saved" in words(ada.press(f"lookups/{found.id}/save", **save(found, "profile", mine)))
    assert not SocialProfile.objects.exists()


def test_who_may_look_up_but_not_change_contacts_saves_nothing(ada: Visitor, visit: Visit, words: Words):
    rosa = cast.contact()
    ada.press("lookups/", **ASKED)
    role = Role.objects.create(agency=cast.agency(), name="Seekers", permissions=["lookups"])
    nell = cast.user("Nell")
    Membership.objects.create(agency=cast.agency(), user=nell, role=role)
    found = Lookup.objects.get()
    assert "Save to contact" not in words(visit(nell).open(f"lookups/{found.id}/"))
    visit(nell).press(f"lookups/{found.id}/save", **save(found, "profile", rosa))
    assert not SocialProfile.objects.exists()


def test_nonsense_about_what_to_save_is_refused_in_words(ada: Visitor, words: Words):
    rosa = cast.contact()
    ada.press("lookups/", **ASKED)
    found = Lookup.objects.get()
    good = save(found, "profile", rosa)
    for bad in ({}, {**good, "place": "99"}, {**good, "place": "-1"}, {**good, "answer": str(uuid4())}, {**good, "contact": "x"}):
        assert "can no longer be saved" in words(ada.press(f"lookups/{found.id}/save", **bad))


def test_a_provider_needs_its_secrets_which_are_never_shown_again(ada: Visitor, words: Words):  # K3
    refused = ada.press("lookup-providers/", **LIMITS, **{"twilio-on": "on"})
    assert refused.status_code == 422
    assert "Type in what Twilio Lookup needs" in words(refused)
    told = {"twilio-on": "on", "twilio-account_sid": "AC-one", "twilio-auth_token": "hush-hush"}
    shown = words(ada.press("lookup-providers/", **LIMITS, **told))
    assert "hush-hush" not in shown
    assert "Stored." in shown
    assert Switch.objects.get(agency=cast.agency(), provider="twilio").on
    assert not Switch.objects.get(agency=cast.agency(), provider="sample").on


def test_limits_are_kept(ada: Visitor):
    ada.press("lookup-providers/", lookups_a_day="7", lookups_not_about="Victim, Juror ,,")
    kept = Agency.objects.get(reference="riverton")
    assert (kept.lookups_a_day, kept.lookups_not_about) == (7, ["Victim", "Juror"])


def test_names_that_differ_from_the_clients_are_shown_beside_it(ada: Visitor, words: Words):  # K4
    cast.contact()
    shown = words(ada.press("lookups/", **ASKED))
    assert "The names differ" in shown
    assert "Rosa Delgado, Sample Person" in shown
