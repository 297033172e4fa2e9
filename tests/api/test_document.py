"""The OpenAPI document and the pages at /v1/docs; every operation against them, by schemathesis (U2)."""

from collections.abc import Iterator

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
from duenotice.programs import rate
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


def test_the_document_and_the_pages_are_for_everybody_and_load_nothing_from_elsewhere(client: Client, db: None):
    assert client.get("/v1/openapi.json").json()["openapi"] == "3.1.0"
    page = client.get("/v1/docs").content.decode()
    for _path, _method, one in OPERATIONS:
        assert f'id="{one["operationId"]}"' in page
    assert "style=" not in page
    assert "<script" not in page
    assert 'src="http' not in page
    assert 'href="http' not in page


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
