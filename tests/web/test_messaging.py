"""Admin, Messaging: words per language, the live preview, archive and trash, sample templates (A1, L6, M8)."""

from typing import Any

from duenotice.actions.lifecycle import archive
from duenotice.agencies.models import Activity, Agency
from duenotice.flows.models import AutoMessage
from duenotice.messaging.models import Kind, Message
from duenotice.web.clients.forms import LANGUAGES
from duenotice.web.languages import NAMES
from duenotice.words.corrections import CORRECTION, correction
from duenotice.words.models import Template, TemplateWords
from tests import cast

LIST = "messaging/auto-messages/"
AUTO = {
    "name": "Call us",
    "trigger": "by_hand",
    "channels": ["text"],
    "body_en": "Please call [AgencyPhone].",
    "body_es": "Llame a [AgencyPhone].",
}


def auto_message(name: str = "Call us", *, of: str = "riverton", **words: str) -> AutoMessage:
    agency = cast.agency(of)
    template = Template.objects.create(agency=agency, name=name)
    for language, body in (words or {"en": "Please call us."}).items():
        TemplateWords.objects.create(agency=agency, template=template, language=language, body=body)
    return AutoMessage.objects.create(agency=agency, template=template, channels=["text"])


def scheduled(by: AutoMessage) -> Message:
    """A message that the auto message called for."""
    made = cast.one_off(cast.contact(), now=cast.later())
    Message.objects.filter(id=made.id).update(kind=Kind.AUTO, template_id=by.template_id)
    return made


def test_a_language_is_added_without_losing_what_was_typed(visit: Any, words: Any) -> None:  # A1
    ada = visit(cast.ada())
    page = words(ada.press(f"{LIST}new", **AUTO, language=["en", "es"], add="yes", added="vi"))
    assert "Message, Vietnamese" in page
    assert "Llame a [AgencyPhone]." in page
    assert not AutoMessage.objects.exists()
    ada.press(f"{LIST}new", **AUTO, language=["en", "es", "vi"], body_vi="Xin gọi [AgencyPhone].")
    assert AutoMessage.objects.get().template.words.get(agency=cast.agency(), language="vi").body == "Xin gọi [AgencyPhone]."


def test_missing_translations_are_flagged_in_the_list_and_in_the_editor(visit: Any, words: Any) -> None:  # A1
    one = auto_message("Short", en="Call us.")
    auto_message("Long", en="Call us.", es="Llame.", vi="Xin gọi.")
    ada = visit(cast.ada())
    page = words(ada.open(LIST))
    assert "Spanish is missing" in page
    assert "Vietnamese is missing" in page
    assert "No words yet in: Spanish" in words(ada.open(f"{LIST}{one.id}/"))


def test_an_unknown_tag_is_refused_at_its_field(visit: Any, words: Any) -> None:  # M8
    answer = visit(cast.ada()).press(f"{LIST}new", **{**AUTO, "body_es": "Hola [Nombre]"}, language=["en", "es"])
    assert answer.status_code == 422
    assert 'id="id_body_es_error">There is no tag [Nombre]' in words(answer)


def test_the_preview_shows_what_a_real_client_would_read(visit: Any, words: Any) -> None:  # A1
    rosa = cast.client(language="es")
    cast.event(rosa)
    ada, path = visit(cast.ada()), "messaging/preview/words"
    typed = {
        "channels": ["text", "email"],
        "subject_en": "On [EventDate]",
        "body_en": "Dear [ClientFirstName]",
        "body_es": "Hola “[ClientFirstName]”",
        "client": str(rosa.id),
    }
    own = words(ada.press(path, **typed))
    assert "Hola" in own
    assert "Rosa" in own
    assert "UCS-2" in own
    assert "left double quotation mark" in own
    english = words(ada.press(path, **typed, preview_language="en"))
    assert "Dear Rosa" in english
    assert "Monday, November 30, 2026" in english
    assert "There are no words in Vietnamese yet" in words(ada.press(path, **typed, preview_language="vi"))
    assert Activity.objects.filter(agency=rosa.agency, verb="viewed", record_id=rosa.id).exists()


def test_the_preview_finds_clients_of_its_own_agency_alone(visit: Any, words: Any) -> None:  # P1
    cast.client()
    theirs = cast.client("Rosalind", "Stone", of=cast.agency("lakeside"))
    ada = visit(cast.ada())
    found = words(ada.open("messaging/preview/clients", q="ros"))
    assert "Rosa Delgado" in found
    assert "Rosalind" not in found
    assert "Choose a client" in words(ada.press("messaging/preview/words", body_en="Hello", client=str(theirs.id)))


def test_an_auto_message_is_archived_trashed_and_restored_with_undo(visit: Any, words: Any) -> None:  # L6, L5
    one = auto_message()
    message, ada = scheduled(one), visit(cast.ada())
    assert "Deletes 1 scheduled message" in words(ada.open(f"{LIST}{one.id}/"))
    page = words(ada.press(f"{LIST}{one.id}/archive"))
    assert "Call us is archived. 1 scheduled message was deleted." in page
    assert not Message.objects.filter(id=message.id).exists()
    assert "Call us" not in words(ada.open(LIST)).split("<main")[1]
    assert "ARCHIVED" in words(ada.open(LIST, archived="on"))
    undo = page.split("/undo/")[1].split('"')[0]
    assert "1 message is scheduled again" in words(ada.press(f"{LIST}{one.id}/undo/{undo}"))
    assert Message.objects.filter(id=message.id).exists()
    ada.press(f"{LIST}{one.id}/trash")
    assert "TRASHED" in words(ada.open(LIST, trashed="on"))
    assert "is restored" in words(ada.press(f"{LIST}{one.id}/restore"))


def test_an_archived_auto_message_is_not_offered(visit: Any, words: Any) -> None:  # L6, M1
    one, to = auto_message(), cast.contact()
    sam = visit(cast.sam())
    assert "Call us" in words(sam.open(f"compose/contact/{to.id}"))
    archive(agency=one.agency, kind="auto_message", ids=[one.id], actor=cast.actor(), now=cast.NOON)
    assert "Call us" not in words(sam.open(f"compose/contact/{to.id}"))


def test_a_sample_is_imported_in_both_languages(visit: Any, words: Any) -> None:  # A1
    ada = visit(cast.ada())
    page = words(ada.open("messaging/samples/"))
    assert "Rosa, you have court in one week" in page
    assert "Rosa, tiene corte en una semana" in page
    assert "was imported" in words(ada.press("messaging/samples/please_call"))
    made = AutoMessage.objects.get()
    assert {row.language for row in made.template.words.filter(agency=made.agency)} == {"en", "es"}
    assert "You have one of this name" in words(ada.open("messaging/samples/"))
    assert ada.press("messaging/samples/nothing").status_code == 404


def test_another_agency_s_auto_messages_are_not_seen(visit: Any, words: Any) -> None:  # P1
    theirs = auto_message("Of Lakeside", of="lakeside")
    ada = visit(cast.ada())
    assert "Of Lakeside" not in words(ada.open(LIST, archived="on", trashed="on"))
    assert ada.press(f"{LIST}{theirs.id}/trash").status_code == 404
    assert AutoMessage.objects.get(id=theirs.id).is_live


def test_every_language_of_clients_has_a_name() -> None:
    assert list(NAMES) == LANGUAGES


def test_the_correction_of_a_moved_event_is_in_the_agency_s_own_words(visit: Any, words: Any) -> None:  # A5
    ada, here = visit(cast.ada()), "messaging/correction"
    assert "Your court date has changed" in words(ada.open(here))
    ours = {f"{part}_es": text for part, text in zip(("subject", "body"), CORRECTION["es"], strict=True)}
    typed = {"language": ["en", "es"], "subject_en": "Moved", "body_en": "Your hearing moved.", **ours}
    assert "Name the new date" in words(ada.press(here, **typed))
    assert "Saved." in words(ada.press(here, **{**typed, "body_en": "It is now on [EventDateTime]."}))
    own = Agency.objects.get().correction
    assert own == {"en": ["Moved", "It is now on [EventDateTime]."]}
    assert (correction("en", own), correction("es", own)) == (("Moved", "It is now on [EventDateTime]."), CORRECTION["es"])
    assert "Saved." in words(ada.press(here, **{**typed, "subject_en": "", "body_en": ""}))
    assert Agency.objects.get().correction == {}
    assert visit(cast.sam()).open(here).status_code == 403
