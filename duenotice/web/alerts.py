"""Alerts that tell what a press did and what can be done next, such as Undo. They wait in the session for the next page."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

Level = Literal["success", "info", "warning", "error"]
LEVELS: dict[Level, int] = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


@dataclass(frozen=True)
class Action:
    """One thing to do next: a link (get), or a form of one button (post). `url` is a path on this site."""

    label: str
    url: str
    method: Literal["get", "post"] = "post"


def alert(request: HttpRequest, level: Level, text: str | Promise, actions: Iterable[Action] = ()) -> None:
    """Show `text` on the next page, with a button for each action. Raises ValueError for an action that leads off this site."""
    actions = [Action(str(action.label), action.url, action.method) for action in actions]
    for action in actions:
        if not action.url.startswith("/") or action.url.startswith(("//", "/\\")):
            raise ValueError(f"{action.url!r} is not a path on this site")
    packed = json.dumps([asdict(action) for action in actions]) if actions else ""
    messages.add_message(request, LEVELS[level], str(text), extra_tags=packed)


def actions_of(message: Message) -> list[Action]:
    """The actions that `alert` put on a message; none where it came from elsewhere."""
    return [Action(**action) for action in json.loads(message.extra_tags)] if (message.extra_tags or "").startswith("[") else []
