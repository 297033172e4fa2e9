"""Whom may a misspelt name mean? (F1) Asked only where nothing else matches: it is the dearest way to look.

First by words of the name one slip of the finger away, which an index finds at any size; then by likeness of the whole,
which takes seconds where millions share their trigrams (12 s at 2.5 million clients), and is given up after PATIENCE.
"""

from collections.abc import Iterator
from string import ascii_lowercase
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import F, Q
from psycopg.errors import QueryCanceled

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.clients.models import Client, word_of_name
from duenotice.lifecycle.states import LIVE

MOST = 10
# How much of what was typed a name has to share, in trigrams: one wrong or swapped letter of six passes, half a name does not.
LEAST_ALIKE = 0.5
SHORTEST, LONGEST = 4, 30
PATIENCE = "200ms"


def similar_clients(agency: Agency, text: str, *, most: int = MOST) -> list[Client]:
    """Live clients with a name like `text`, the most alike first; none for what is too short to be misspelt, or is no name."""
    typed = folded(text)
    if len(typed) < SHORTEST or not any(character.isalpha() for character in typed):
        return []
    return _one_slip_away(agency, typed, most) or _alike(agency, typed, most)


def _one_slip_away(agency: Agency, typed: str, most: int) -> list[Client]:
    """By the first and the last word, each right or with one letter wrong, missing, too many, or swapped; a single word may be either."""
    words = typed.split()
    if max(map(len, words)) > LONGEST:
        return []
    one, other = (list(slips(word)) if len(word) >= SHORTEST else [word] for word in (words[0], words[-1]))
    rows = Client.objects.filter(LIVE, agency_id=agency.id).alias(first_word=word_of_name(1), last_word=word_of_name(-1))
    if len(words) == 1:
        ways = [Q(last_word__in=one), Q(first_word__in=one)]
    else:
        ways = [Q(first_word__in=one, last_word__in=other), Q(first_word__in=other, last_word__in=one)]
    found: dict[UUID, Client] = {client.id: client for way in ways for client in rows.filter(way)[:most]}
    return sorted(found.values(), key=lambda client: (client.last_name, client.first_name, client.id))[:most]


def slips(word: str) -> Iterator[str]:
    """The word, and all that are one slip away."""
    yield word
    letters = {*ascii_lowercase, *word}
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in letters)
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in letters)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def _alike(agency: Agency, typed: str, most: int) -> list[Client]:
    try:
        # The transaction ends what is set for it; the index is only asked at the threshold that stands there.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            [before] = cursor.fetchone()
            settings = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('statement_timeout', %s, true)"
            cursor.execute(settings, [str(LEAST_ALIKE), PATIENCE])
            alike = Client.objects.filter(LIVE, agency_id=agency.id, search_name__trigram_word_similar=typed)
            ordered = alike.annotate(likeness=TrigramWordSimilarity(typed, F("search_name")))
            found: list[Client] = list(ordered.order_by("-likeness", "last_name", "first_name", "id")[:most])
            # Where this stands in a transaction of its caller's, what was set would go on.
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
            return found
    except OperationalError as refused:
        if not isinstance(refused.__cause__, QueryCanceled):
            raise
        return []
