"""Mailgun, Postmark, Brevo and Resend over real HTTP: what is sent, and what each answer means."""

from collections.abc import Mapping
from functools import partial

import pytest

from duenotice.gateways.protocol import Accepted, Answer, BadSettings, File, Kind, Outbound, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS
from duenotice.gateways.surroundings import Surroundings
from duenotice.senders.mail_services import SERVICES, deliverer
from tests import mail_service
from tests.carrier import Reply
from tests.gateways.messages import email
from tests.gateways.sending import send
from tests.mail_service import SETTINGS

HERE = Surroundings(private_networks=True, mail=partial(deliverer, private=True))
KINDS = sorted(SERVICES)


def done(kind: str, message: Outbound, url: str, **settings: object) -> Answer:
    [answer] = send(GATEWAYS[kind]({**SETTINGS[kind], "url": url, **settings}, HERE), message)
    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_an_email_carries_its_words_headers_files_and_our_id(kind: str) -> None:
    message = email(
        body="Su audiencia: lunes, 9:00.",
        sender_name="Corte de Río",
        headers={"List-Unsubscribe": "<https://due.example.com/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        files=(File("aviso.pdf", "application/pdf", b"%PDF"),),
    )
    with mail_service.running(kind) as service:
        answer = done(kind, message, service.url)
        assert isinstance(answer, Accepted)
        assert "m1" in answer.reference
        [body] = service.taken
    for part in (str(message.id), "Su audiencia: lunes, 9:00.", "due.example.com/u", "aviso.pdf", "rosa@example.org", "court@example.com"):
        assert part in body, part


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=401, taken=False), Kind.CONFIGURATION),
        (Reply(status=400, taken=False), Kind.CONTENT),
        (Reply(status=429, taken=False, headers={"Retry-After": "7"}), Kind.RETRY),
        (Reply(status=500, taken=False), None),
        (Reply(then="drop"), None),
    ],
)
def test_each_answer_has_its_class(reply: Reply, kind: Kind | None) -> None:
    with mail_service.running("resend") as service:
        service.script = lambda: reply
        answer = done("resend", email(), service.url)
    if kind is None:
        assert isinstance(answer, Unknown)
        return
    assert isinstance(answer, Refused)
    assert answer.kind is kind
    assert answer.retry_after == (7.0 if kind is Kind.RETRY else None)


def test_a_service_that_is_not_there_certainly_took_nothing() -> None:
    answer = done("brevo", email(), "http://127.0.0.1:9")
    assert isinstance(answer, Refused)
    assert (answer.code, answer.kind) == ("no_connection", Kind.RETRY)


def test_a_name_that_leads_into_our_own_network_is_not_connected_to() -> None:
    public = Surroundings(private_networks=False, mail=partial(deliverer, private=False))
    with mail_service.running("brevo") as service:
        url = service.url.replace("http://127.0.0.1", "https://localhost")
        [answer] = send(GATEWAYS["brevo"]({**SETTINGS["brevo"], "url": url}, public), email())
    assert isinstance(answer, Refused)
    assert (answer.code, service.taken) == ("no_connection", [])


def test_an_address_that_the_service_suppresses_becomes_invalid() -> None:
    with mail_service.running("postmark") as service:
        found = "Found inactive addresses: rosa@example.org. Inactive recipients are ones that have generated a hard bounce."
        inactive = {"ErrorCode": 406, "Message": f"You tried to send to a recipient that has been marked as inactive.\n{found}"}
        service.script = lambda: Reply(status=422, taken=False, body=inactive)
        answer = done("postmark", email(), service.url)
    assert isinstance(answer, Refused)
    assert (answer.kind, answer.code) == (Kind.ADDRESS, "hard_bounce")


@pytest.mark.parametrize("wrong", [{"api_key": ""}, {"url": "ftp://x.example.com"}, {"connections": 0}])
def test_settings_that_cannot_work_are_refused(wrong: Mapping[str, object]) -> None:
    with pytest.raises(BadSettings):
        GATEWAYS["resend"]({**SETTINGS["resend"], **wrong}, HERE)
