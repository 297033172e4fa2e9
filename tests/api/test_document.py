"""The OpenAPI document and the pages at /v1/docs; every operation against them, by schemathesis (U2)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from duenotice.accounts.permissions import ALL
from duenotice.api.document import document
from duenotice.programs import journal, rate
from tests import cast
from tests.api.conftest import Program

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
OPERATIONS = [(path, method, one) for path, methods in document()["paths"].items() for method, one in methods.items()]


def test_every_operation_has_examples_and_says_what_it_takes():
    for path, method, one in OPERATIONS:
        contents = [*one.get("requestBody", {}).get("content", {}).values()]
        contents += [content for status, answer in one["responses"].items() if status < "3" for content in answer["content"].values()]
        assert all(content["example"] for content in contents), (path, method)
        assert one["summary"]
        assert path == "/oauth/token" or one["x-permission"] in {*ALL, "anyone"}
        assert {"400", "401", "404", "429", "500"} <= set(one["responses"])
    names = [one["operationId"] for _path, _method, one in OPERATIONS]
    assert len(names) == len(set(names))


def test_a_row_is_told_by_its_number_and_an_upload_by_its_id():
    told = {one["name"]: one["description"] for one in document()["paths"]["/v1/uploads/{upload}/rows/{number}"]["get"]["parameters"]}
    assert "number of the row" in told["number"]
    assert "uuid" in told["upload"]


def test_the_document_and_the_pages_are_for_everybody_and_load_nothing_from_elsewhere(client: Client, db: None):
    assert client.get("/v1/openapi.json").json()["openapi"] == "3.1.0"
    page = client.get("/v1/docs").content.decode()
    for _path, _method, one in OPERATIONS:
        assert f'id="{one["operationId"]}"' in page
    assert "style=" not in page
    assert "<script" not in page
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert "`" not in page
    assert "<dd></dd>" not in page


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The product as a server runs it, within the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_nothing_breaks_and_nothing_undocumented_is_answered(api: Program, application: WSGIHandler):
    rosa = cast.client(reference="R-1")
    cast.one_off(cast.contact(rosa), event=cast.event(rosa, reference="E-1"))
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    headers = {"Authorization": f"Bearer {api.token}"}
    for found in schema.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _fuzz(found.ok(), mode, headers)


def _fuzz(operation: object, mode: GenerationMode, headers: dict[str, str]) -> None:
    try:
        strategy = operation.as_strategy(generation_mode=mode)  # type: ignore[attr-defined]
    except Exception:
        assert mode is GenerationMode.NEGATIVE
        return

    @BOUNDED
    @given(case=strategy)
    def check(case: schemathesis.Case) -> None:
        rate.forget()
        case.call_and_validate(headers=headers, checks=CHECKS)

    check()


def test_every_record_that_is_made_leads_to_all_that_can_be_done_with_it():
    links = document()["paths"]["/v1/contacts"]["post"]["responses"]["201"]["links"]
    assert {"read_contact", "update_contact", "opt_contact_out"} <= set(links)
    assert links["read_contact"]["parameters"] == {"contact": "$response.body#/uuid"}
    assert "read_message" in document()["paths"]["/v1/messages/oneoffs"]["post"]["responses"]["201"]["links"]


def test_nothing_breaks_along_the_life_of_what_was_made(api: Program, application: WSGIHandler):
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application

    class Life(schema.as_state_machine()):
        """Makes records, and does one thing after the other with them."""

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            rate.forget()
            return {"headers": {"Authorization": f"Bearer {api.token}"}}

        def validate_response(self, response: Any, case: schemathesis.Case, **_more: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Life.run(settings=settings(BOUNDED, max_examples=8, stateful_step_count=8))
    followed = Counter(call.path for call in journal._calls if "{" in call.path)
    assert sum(followed.values()) > 10
