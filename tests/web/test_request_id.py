"""Every request has a number that error pages, the answer's headers and the log share."""

import logging
import re

import pytest
from django.test import Client

from duenotice.web.request_id import InLog


@pytest.mark.django_db
def test_an_error_page_shows_the_number_that_the_answer_carries(client: Client) -> None:
    answer = client.get("/no-such-page", headers={"X-Request-Id": "forged\r\nline"})
    assert re.fullmatch(r"[0-9a-f]{10}", answer["X-Request-Id"])
    assert answer["X-Request-Id"] in answer.content.decode()
    assert client.get("/no-such-page")["X-Request-Id"] != answer["X-Request-Id"]


@pytest.mark.django_db
def test_the_log_has_the_number(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(InLog())
    answer = client.get("/no-such-page")
    logging.getLogger("duenotice").warning("afterwards")
    numbers = {record.getMessage(): record.request_id for record in caplog.records}  # type: ignore[attr-defined]
    assert numbers == {"Not Found: /no-such-page": answer["X-Request-Id"], "afterwards": "-"}
