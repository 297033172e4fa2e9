"""Webhooks over the API (U2): the same functions as the pages."""

from collections.abc import Callable

import pytest

from duenotice.programs.models import Answered
from duenotice.webhooks.models import Delivery, Endpoint
from tests import cast
from tests.api.conftest import Program

WANTED = {"name": "Case system", "url": "https://192.0.9.1/hooks", "types": ["contact.*", "contact.created", "message.status"]}


def test_a_webhook_from_its_making_to_its_end(api: Program):
    made = api.call("POST", "/v1/webhooks", WANTED)
    assert (made.status_code, made.json()["types"]) == (201, ["contact.*", "message.status"])
    secret, at = made.json()["secret"], f"/v1/webhooks/{made.json()['uuid']}"
    assert secret.startswith("whsec_")
    assert secret not in api.call("GET", at).content.decode()
    assert api.call("PATCH", at, {"types": "lookup.created,upload.*"}).json()["types"] == ["lookup.created", "upload.*"]
    assert api.call("POST", f"{at}/pause").json()["paused_by"] == "person"
    assert api.call("DELETE", f"{at}/pause").json()["paused_at"] is None
    assert api.call("POST", f"{at}/secret").json()["secret"] != secret
    assert api.call("DELETE", f"{at}/old-secret").json()["old_secret_until"] is None
    test = api.call("POST", f"{at}/test").json()
    assert (test["type"], test["state"]) == ("webhook.test", "waiting")
    assert [one["uuid"] for one in api.call("GET", f"{at}/deliveries?state=waiting").json()] == [test["uuid"]]
    assert api.call("GET", f"{at}/deliveries/{test['uuid']}").json() == test
    assert api.call("POST", f"{at}/replays", {}).json() == {"replayed": 0}
    assert api.call("POST", f"{at}/replays", {"delivery": at.rpartition("/")[2]}).status_code == 404
    assert api.call("DELETE", at).status_code == 200
    assert api.call("GET", at).status_code == 404
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://192.0.9.1/"}, "url"),
        ({"types": []}, "types"),
        ({"types": ["contact.exploded"]}, "types"),
        ({"name": ""}, "name"),
    ],
)
def test_bad_input_is_named_by_its_field(api: Program, change: dict[str, object], field: str):
    answer = api.call("POST", "/v1/webhooks", WANTED | change)
    assert answer.status_code == 400
    assert any(name.startswith(field) for name in answer.json()["errors"])


def test_another_agencys_webhooks_are_not_there_and_the_permission_is_needed(api: Program, program: Callable[..., Program]):
    at = f"/v1/webhooks/{api.call('POST', '/v1/webhooks', WANTED).json()['uuid']}"
    lakeside = program(cast.agency("lakeside"))
    assert lakeside.call("GET", "/v1/webhooks").json() == []
    for method, path in (
        ("GET", at),
        ("PATCH", at),
        ("DELETE", at),
        ("POST", f"{at}/test"),
        ("GET", f"{at}/deliveries"),
        ("POST", f"{at}/secret"),
    ):
        assert lakeside.call(method, path, {} if method == "PATCH" else None).status_code == 404
    assert program(permissions=["view_clients"]).call("GET", "/v1/webhooks").status_code == 403
    assert Endpoint.objects.count() == 1


def test_a_secret_is_at_rest_nowhere_in_the_clear(api: Program):
    first = api.call("POST", "/v1/webhooks", WANTED, Idempotency_Key="one")
    again = api.call("POST", "/v1/webhooks", WANTED, Idempotency_Key="one")
    assert again.json()["secret"] == first.json()["secret"]
    kept = bytes(Answered.objects.get().body) + bytes(Endpoint.objects.get().secret)
    assert first.json()["secret"].encode() not in kept
