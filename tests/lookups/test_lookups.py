"""Lookups: who is asked, what is kept, and what follows (K2 to K4)."""

from datetime import timedelta

import pytest

from duenotice.actions.validity import mark_valid
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Activity, Agency
from duenotice.contacts.models import Address, Contact, SocialProfile
from duenotice.jobs.models import Job
from duenotice.lookups.asking import claim, look_up
from duenotice.lookups.making import Question
from duenotice.lookups.models import Answer, Lookup, Purpose, Status, Switch
from duenotice.lookups.protocol import LINE, OPTIONS, REVERSE, SOCIAL
from duenotice.lookups.saving import CannotSave, save_fact
from duenotice.lookups.switching import NotTold, set_switch
from duenotice.messaging.models import Message
from tests import cast
from tests.lookups.provider import standing_in
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
SECRETS = {"twilio": {"account_sid": "AC1", "auth_token": "secret"}, "sample": {}, "gravatar": {}}
LANDLINE = {"valid": True, "line_type_intelligence": {"type": "landline", "carrier_name": "Example Telephone", "error_code": None}}


def on(*providers: str, of: Agency | None = None) -> None:
    for provider in providers:
        told = SECRETS.get(provider, {"api_key": "secret"})
        set_switch(agency=of or cast.agency(), provider=provider, on=True, typed=told, actor=Actor("system"), now=cast.NOON)


def ask(
    entered: str = cast.ROSA_PHONE, *options: str, contact: Contact | None = None, days: int = 0, afresh: bool = False
) -> dict[str, Answer]:
    question = Question(entered, options or OPTIONS, Purpose.REACH, contact, afresh)
    made = look_up(agency=cast.agency(), question=question, actor=cast.actor(), now=cast.NOON + timedelta(days=days))
    finish_jobs()
    Answer.objects.filter(agency=cast.agency(), lookup=made, cached=False).update(asked_at=made.created_at)
    return {answer.provider: answer for answer in Answer.objects.filter(agency=cast.agency(), lookup=made)}


def test_nobody_else_is_asked_unless_the_agency_switched_it_on():
    on("sample", of=cast.agency("lakeside"))
    assert set(ask()) == {"offline"}


def test_our_own_deliveries_are_told_and_never_another_agencys():
    rosa, nadia = cast.contact(), cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    for contact, day in ((rosa, 1), (nadia, 2)):
        Message.objects.filter(id=cast.one_off(contact).id).update(status="delivered", status_at=cast.NOON + timedelta(days=day))
    found = {fact["name"]: fact["value"] for fact in ask(days=3)["offline"].facts}
    assert found["last_delivered"] == (cast.NOON + timedelta(days=1)).isoformat()
    assert found["last_heard"] == "unknown"


def test_every_lookup_is_in_the_activity_log_without_the_address():  # P6
    ask()
    row = Activity.objects.get(agency=cast.agency(), record_kind="lookup", verb="created")
    assert row.detail["purpose"] == "reach"
    assert cast.ROSA_PHONE not in str(row.detail)


def test_an_answer_is_kept_for_thirty_days_with_its_age():
    on("twilio")
    with standing_in("twilio") as provider:
        provider.says(**LANDLINE)
        ask()
        again = ask(days=29)["twilio"]
        assert (again.cached, again.asked_at, len(provider.asked)) == (True, cast.NOON, 1)
        assert not ask(days=29, afresh=True)["twilio"].cached
        assert not ask(days=60)["twilio"].cached


def test_an_answer_to_less_is_no_answer_to_more():
    on("twilio")
    with standing_in("twilio") as provider:
        provider.says(**LANDLINE)
        ask(cast.ROSA_PHONE, LINE)
        assert not ask(cast.ROSA_PHONE, LINE, REVERSE)["twilio"].cached


def test_the_daily_limit_holds_and_ends_at_midnight():
    on("twilio")
    Agency.objects.filter(id=cast.agency().id).update(lookups_a_day=1)
    with standing_in("twilio") as provider:
        provider.says(**LANDLINE)
        ask("+12025550150")
        refused = ask("+12025550151")["twilio"]
        assert (refused.status, refused.code, len(provider.asked)) == (Status.SKIPPED, "cap", 1)
        assert ask("+12025550150")["twilio"].cached
        assert ask("+12025550151", days=1)["twilio"].status == Status.HIT


def test_nobody_is_asked_about_a_victim():
    on("sample")
    cast.contact(cast.client(type="victim"))
    assert ask()["sample"].code == "protected"


def test_nobody_is_asked_about_what_cannot_exist():
    on("sample")
    assert ask("202555")["sample"].code == "invalid"


def test_an_option_that_a_provider_does_not_serve_does_not_ask_it():
    on("gravatar", "twilio")
    assert set(ask(cast.ROSA_PHONE, SOCIAL)) == {"offline"}


def test_a_number_that_went_to_somebody_else_is_paused_until_staff_say_otherwise():  # rules 1.5, K4
    on("twilio")
    rosa = cast.contact()
    cast.one_off(rosa)
    with standing_in("twilio") as provider:
        provider.says(valid=True, reassigned_number={"last_verified_date": "20261124", "is_number_reassigned": "yes"})
        ask(contact=rosa)
        assert "LastVerifiedDate=20261124" in provider.asked[0][0]
    address = Address.objects.get(agency=cast.agency(), id=rosa.address_id)
    assert (address.invalid_reason, address.invalid_source) == ("reassigned", "lookup")
    assert not Message.objects.filter(agency=cast.agency(), contact=rosa).exists()
    mark_valid(agency=cast.agency(), address_id=address.id, actor=cast.actor(), now=cast.NOON)


def saved(name: str, provider: str = "sample") -> Contact:
    answer = Answer.objects.select_related("lookup").get(agency=cast.agency(), provider=provider)
    place = next(place for place, fact in enumerate(answer.facts) if fact["name"] == name)
    contact = Contact.objects.filter(agency=cast.agency(), address_id=answer.lookup.address_id).first()
    assert contact is not None
    chosen = {"lookup": answer.lookup, "answer_id": answer.id, "place": place, "contact_id": contact.id}
    return save_fact(agency=cast.agency(), actor=cast.actor(), now=cast.NOON, **chosen).contact


def test_nothing_is_saved_by_itself_and_a_profile_by_a_person():  # K4
    on("sample")
    rosa = cast.contact()
    ask()
    assert not SocialProfile.objects.exists()
    assert Contact.objects.count() == 1
    saved("profile")
    assert SocialProfile.objects.get(agency=cast.agency(), contact=rosa).network == "facebook"


def test_a_landline_proposes_voice_and_saving_it_sets_that():  # K2, C4
    on("twilio")
    rosa = cast.contact()
    with standing_in("twilio") as provider:
        provider.says(**LANDLINE)
        ask()
    rosa.refresh_from_db(from_queryset=Contact.objects.filter(agency=cast.agency()))
    assert rosa.channel == "text"
    changed = saved("line_type", "twilio")
    changed.refresh_from_db(from_queryset=Contact.objects.filter(agency=cast.agency()))
    address = Address.objects.get(agency=cast.agency(), id=rosa.address_id)
    assert (changed.channel, address.line_type, address.invalid_for) == ("voice", "landline", ["text"])


def test_what_cannot_be_saved_says_so():
    on("sample")
    cast.contact()
    ask()
    with pytest.raises(CannotSave):
        saved("name")


def test_a_provider_is_not_switched_on_before_it_is_told_what_it_needs_and_its_secrets_are_sealed():
    with pytest.raises(NotTold):
        set_switch(agency=cast.agency(), provider="trestle", on=True, typed={}, actor=cast.actor(), now=cast.NOON)
    on("trestle")
    assert b"secret" not in bytes(Switch.objects.get(agency=cast.agency(), provider="trestle").told)


def test_a_provider_that_fails_again_and_again_is_left_alone_then_tried_with_one_question():
    on("twilio")
    with standing_in("twilio") as provider:
        provider.status = 503
        assert [ask(f"+1202555015{n}", LINE)["twilio"].code for n in range(4)] == ["down", "down", "down", "resting"]
        assert len(provider.asked) == 3
        rests = Switch.objects.get(agency=cast.agency(), provider="twilio")
        assert (rests.failures, rests.fault, bool(rests.rests_until)) == (3, "down", True)
        Switch.objects.update(rests_until=cast.NOON)
        provider.says(**LANDLINE)
        assert ask("+12025550154", LINE)["twilio"].status == Status.HIT
        assert ask("+12025550155", LINE)["twilio"].status == Status.HIT


def test_wrong_credentials_are_no_reason_to_leave_a_provider_alone_and_new_ones_are_tried_at_once():
    on("twilio")
    with standing_in("twilio") as provider:
        provider.status = 401
        assert {ask(f"+1202555015{n}", LINE)["twilio"].code for n in range(4)} == {"credentials"}
        Switch.objects.update(failures=9, rests_until=cast.NOON + timedelta(days=1))
        on("twilio")
        provider.says(**LANDLINE)
        assert ask("+12025550154", LINE)["twilio"].status == Status.HIT


def test_what_a_runner_was_asking_when_it_died_is_not_asked_and_paid_for_twice():
    on("twilio")
    question = Question(cast.ROSA_PHONE, [LINE], Purpose.REACH)
    look_up(agency=cast.agency(), question=question, actor=cast.actor(), now=cast.NOON)
    with standing_in("twilio") as provider:
        claimed = claim(Job.objects.get(agency=cast.agency()), cast.NOON)
        assert claimed is not None
        assert claimed.provider is not None
        finish_jobs()
        assert not provider.asked
    answer = Answer.objects.get(agency=cast.agency(), provider="twilio")
    assert (answer.status, answer.code) == (Status.ERROR, "broken_off")


def test_a_lookup_goes_with_its_contact():  # L4
    rosa = cast.contact()
    ask(contact=rosa)
    Contact.objects.filter(agency=cast.agency(), id=rosa.id)._raw_delete("default")  # type: ignore[attr-defined]
    assert not Lookup.objects.exists()
    assert not Answer.objects.exists()
