"""Which clients a person means by a name or a reference."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Contains, StartsWith

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.clients.models import Client, word_of_name
from duenotice.lifecycle.states import LIVE

SHORTEST_PART = 3


def named(text: str) -> Q:
    """Clients that have every word of `text` somewhere in their name, in any order.

    One or two letters have no trigram that an index could find: they count where a word begins.
    """
    wanted = Q()
    for word in folded(text).split():
        wanted &= Q(search_name__contains=word) if len(word) >= SHORTEST_PART else _beginning(word)
    return wanted


def beginning(text: str) -> list[Q]:
    """Some of those that `named(text)` means, in ways that are quick at any size: by the beginning of the name, or of its last word."""
    typed = folded(text)
    ways = [Q(search_name__startswith=typed)] if typed else []
    return [*ways, Q(StartsWith(word_of_name(-1), Value(typed)))] if len(typed.split()) == 1 else ways


def referenced(text: str) -> Q:
    """Clients with `text` in their reference, in upper or lower case."""
    return Q(Contains(Lower("reference"), text.strip().lower()))


def meant(agency: Agency, text: str) -> QuerySet[Client]:
    """Live clients whom `text` may mean, by name; one whose whole reference it is comes alone."""
    live = Client.objects.filter(LIVE, agency_id=agency.id)
    exact = live.filter(reference__iexact=text.strip()).exclude(reference="")
    return exact if exact.exists() else live.filter(named(text) | referenced(text)).order_by("last_name", "first_name", "id")


def _beginning(word: str) -> Q:
    return Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
