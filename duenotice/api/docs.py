"""/v1/openapi.json and the pages at /v1/docs, for everybody: they show nothing of anybody."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duenotice.api.document import document

SUBJECTS = [
    "Tokens",
    "Settings",
    "Clients",
    "Contacts",
    "Events",
    "Messages",
    "Files",
    "Auto messages and flows",
    "Check-ins",
    "Lookups",
    "Activity",
]


def openapi(request: HttpRequest) -> HttpResponse:
    """The document, readable by any origin: it says what everybody may know."""
    answer = HttpResponse(json.dumps(document()), content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def docs(request: HttpRequest) -> HttpResponse:
    """How to call the API: a start by curl, then every operation with its example."""
    about = [_marked(paragraph) for paragraph in document()["info"]["description"].split("\n\n")]
    words = {"groups": _groups(), "url": settings.PUBLIC_URL, "about": about}
    return render(request, "api/docs.html", words)


def _groups() -> dict[str, list[dict[str, Any]]]:
    """The operations by subject, in the order in which a reader meets them."""
    groups: dict[str, list[dict[str, Any]]] = {subject: [] for subject in SUBJECTS}
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(_told(path, method, one))
    return groups


def _told(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    success = next(status for status in one["responses"] if status.startswith("2"))
    body = one.get("requestBody", {}).get("content", {}).get("application/json")
    answer = one["responses"][success].get("content", {}).get("application/json", {})
    return {
        "id": one["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "words": _marked(one.get("description", "")),
        "parameters": [_parameter(told) for told in one["parameters"]],
        "body": json.dumps(body["example"], indent=2, ensure_ascii=False) if body else "",
        "status": success,
        "answer": json.dumps(answer.get("example"), indent=2, ensure_ascii=False),
        "refusals": {status: told["description"] for status, told in one["responses"].items() if status >= "4"},
    }


def _parameter(told: dict[str, Any]) -> dict[str, str]:
    values = _values(told["schema"])
    words = filter(None, (told.get("description", ""), f"One of {', '.join(values)}." if values else ""))
    return {"name": told["name"], "where": told["in"], "words": _marked(" ".join(words))}


def _values(schema: dict[str, Any]) -> list[str]:
    """All that may be said, where that is a short list."""
    if schema.get("type") == "boolean":
        return ["y", "n"]
    one_of = [value for part in schema.get("anyOf", ()) for value in _values(part)]
    return one_of or [str(value) for value in schema.get("enum", ())]


def _marked(words: str) -> SafeString:
    """The document's few words of Markdown: what stands between backticks is code."""
    parts = enumerate(words.split("`"))
    return format_html_join("", "{}", ((format_html("<code>{}</code>", part) if number % 2 else part,) for number, part in parts))


openapi.access = docs.access = "public"  # type: ignore[attr-defined]
