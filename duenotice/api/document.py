"""The OpenAPI 3.1 document: what django-ninja reads off the operations, and what holds for all of them alike."""

import copy
import re
from functools import cache
from typing import Any

from django.conf import settings

from duenotice.api import urls
from duenotice.api.operation import api
from duenotice.api.tokens import TokenIn

Part = dict[str, Any]
WORDS = """Programs written for eCourtDate's API run against this one by changing the base URL.

Get a token at /oauth/token and send it with every call. Bodies are JSON or forms; addresses work with or without a trailing slash.
Times come in as UTC `YYYY-MM-DD HH:MM:SS` or ISO 8601, and go out as ISO 8601 with Z. PUT and PATCH both change only the fields given;
DELETE trashes. Lists are bare arrays: the Link header leads to the next page. Unknown fields are ignored, and named in a Warning header.
Every POST takes an Idempotency-Key: sent again with the same body, it is answered as before and does nothing twice."""
ERROR: Part = {
    "type": "object",
    "description": "A refusal. `errors` are messages by field; `code` tells refusals apart. As application/problem+json where Accept asks.",
    "properties": {
        "status": {"type": "integer"},
        "message": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
    "required": ["status"],
    "example": {"status": 400, "message": "Some fields are wrong; see errors.", "code": "invalid", "errors": {"date": ["Field required"]}},
}
REFUSALS = {
    "400": "Something in the call is wrong",
    "401": "No token, or one that is unknown or has ended",
    "403": "The token lacks a permission",
    "404": "No such record or agency",
    "409": "It is taken, a duplicate, or no longer possible",
    "413": "The body is too large",
    "415": "Neither JSON nor a form",
    "422": "The Idempotency-Key came with another request",
    "429": "More than 1,000 calls in a minute; see Retry-After",
    "500": "Something broke on our side",
}
# Where records stand that are made elsewhere.
MADE_AT = {"/v1/messages/oneoffs": "/v1/messages"}
WITH_BODY = {"409", "413", "415", "422"}
AGENCY: Part = {
    "name": "agency",
    "in": "query",
    "required": False,
    "description": "Which of the API client's agencies: its reference or uuid; its own where empty. Also as agency_reference.",
    "schema": {"type": "string"},
}
KEY: Part = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of at most 255 characters, a new one for every new request.",
    "schema": {"type": "string", "maxLength": 255},
}


@cache
def document() -> Part:
    """The whole document; made once in a process."""
    assert urls.RESOURCES
    made: Part = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    made["info"] |= {"description": WORDS, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    made["servers"] = [{"url": settings.PUBLIC_URL}]
    components = made["components"]
    components["schemas"]["Error"] = ERROR
    components["schemas"].setdefault("TokenIn", TokenIn.model_json_schema())
    components["securitySchemes"] = {"Token": {"type": "http", "scheme": "bearer", "description": "A token of /oauth/token."}}
    for path, methods in made["paths"].items():
        schemas = components["schemas"]
        made["paths"][path] = {method: _operation(path, method, copy.deepcopy(one), schemas) for method, one in methods.items()}
    for path, methods in made["paths"].items():
        if created := methods.get("post", {}).get("responses", {}).get("201"):
            created |= _links(MADE_AT.get(path, path), made["paths"])
    return made


def _links(path: str, paths: Part) -> Part:
    """Where the uuid of a record that was just made at `path` leads (OpenAPI's links); nothing where no operation takes it."""
    links = {}
    for other, methods in paths.items():
        if found := re.fullmatch(re.escape(path) + r"/\{(\w+)\}(?:/[^{]*)?", other):
            for one in methods.values():
                links[one["operationId"]] = {"operationId": one["operationId"], "parameters": {found[1]: "$response.body#/uuid"}}
    return {"links": links} if links else {}


def _operation(path: str, method: str, one: Part, schemas: Part) -> Part:
    if method == "put":
        one["operationId"] = one["operationId"].replace("update_", "replace_", 1)
        one["summary"] += " by PUT"
    public = path == "/oauth/token"
    one["security"] = [] if public else [{"Token": []}]
    parameters = one.get("parameters", [])
    one["parameters"] = parameters if public else [*parameters, AGENCY, *([KEY] if method == "post" else [])]
    for parameter in one["parameters"]:
        if parameter["in"] == "path":
            parameter.setdefault("description", "A uuid, or the record's own reference where it has one.")
    if permission := one.pop("x-permission", ""):
        one["x-permission"] = permission
        one["description"] = f"{one.get('description') or ''}\n\nPermission: {permission}.".strip()
    _give_examples(one, schemas)
    for status, words in REFUSALS.items():
        if (method in ("get", "delete") and status in WITH_BODY - {"409"}) or (method == "get" and status == "409"):
            continue
        one["responses"].setdefault(status, _refusal(words))
    one["responses"] = {str(status): told for status, told in one["responses"].items()}
    return one


def _refusal(words: str) -> Part:
    schema = {"$ref": "#/components/schemas/Error"}
    kinds = {"application/json": {"schema": schema, "example": ERROR["example"]}, "application/problem+json": {"schema": schema}}
    return {"description": words, "content": kinds}


def _give_examples(one: Part, schemas: Part) -> None:
    """Every body and every answer gets the example of its schema; a body is the same as a form."""
    bodies = one.get("requestBody", {}).get("content", {})
    for content in bodies.values():
        content["example"] = _example(content["schema"], schemas)
    if "application/json" in bodies:
        bodies["application/x-www-form-urlencoded"] = bodies["application/json"]
    for answer in one["responses"].values():
        for content in answer.get("content", {}).values():
            content.setdefault("example", _example(content["schema"], schemas))


def _example(schema: Part, schemas: Part) -> Any:
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)]
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas[name]["example"] if name else schema.get("example")
