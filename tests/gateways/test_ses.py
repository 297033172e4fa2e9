"""Amazon SES by its SMTP address: our id goes along where its events tell it again."""

import json

from duenotice.gateways.protocol import Accepted
from duenotice.gateways.ses import Ses, SesSettings
from duenotice.gateways.smtp_settings import SmtpSettings
from tests.gateways import mail_server
from tests.gateways.messages import email
from tests.gateways.sending import send


def test_an_email_names_its_configuration_set_and_itself():
    with mail_server.running() as server:
        told = SmtpSettings("127.0.0.1", server.port, "none", "", "", 60, 1, "")
        message = email()
        [answer] = send(Ses(SesSettings(told, "court", frozenset())), message)
        assert isinstance(answer, Accepted)
        taken = server.only_email()
    assert taken["X-SES-CONFIGURATION-SET"] == "court"
    assert json.loads(taken["X-Metadata"]) == {"message": str(message.id), "attempt": str(message.attempt)}
