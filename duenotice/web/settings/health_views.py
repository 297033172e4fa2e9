"""Admin, Gateway health: what gateways took, what arrived, what fails, how long they take, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from duenotice.messaging.gateway_health import Hour, gateway_health
from duenotice.web.access import PageRequest, page

# The drawing's own units, which scale to the page's width.
WIDTH, HEIGHT, GAP = 720, 160, 4
PARTS = ("delivered", "accepted", "failed", "unknown")


@dataclass(frozen=True)
class Bar:
    """A piece of one hour's column."""

    part: str
    x: float
    y: float
    width: float
    height: float


def bars(hours: Sequence[Hour]) -> list[Bar]:
    """A column for each hour, its parts on top of one another, the highest as high as the drawing."""
    most = max((hour.all for hour in hours), default=0)
    wide, drawn = WIDTH / max(len(hours), 1), []
    for number, hour in enumerate(hours):
        top = float(HEIGHT)
        for part in PARTS:
            height = HEIGHT * getattr(hour, part) / most if most else 0.0
            top -= height
            if height:
                drawn.append(Bar(part, round(number * wide + GAP / 2, 1), round(top, 1), round(wide - GAP, 1), round(height, 1)))
    return drawn


@page("settings")
def health(request: PageRequest) -> HttpResponse:
    found = gateway_health(request.agency.id, now=request.now)
    words = {"health": found, "bars": bars(found.hours), "width": WIDTH, "height": HEIGHT, "most": max(hour.all for hour in found.hours)}
    return render(request, "web/settings/health.html", words)
