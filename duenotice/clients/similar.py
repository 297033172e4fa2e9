"""Whom may a misspelt name mean? (F1) Asked only where nothing else matches: it is the dearest way to look."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.clients.models import Client
from duenotice.lifecycle.states import LIVE

MOST = 10
# How much of what was typed a name has to share, in trigrams: one wrong or swapped letter of six passes, half a name does not.
LEAST_ALIKE = 0.5
SHORTEST = 4


def similar_clients(agency: Agency, text: str, *, most: int = MOST) -> list[Client]:
    """Live clients with a name like `text`, the most alike first; none for what is too short to be misspelt, or is no name."""
    typed = folded(text)
    if len(typed) < SHORTEST or not any(character.isalpha() for character in typed):
        return []
    # The transaction ends what is set for it; the index is only asked at the threshold that stands there.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LEAST_ALIKE)])
        alike = Client.objects.filter(LIVE, agency_id=agency.id, search_name__trigram_word_similar=typed)
        ordered = alike.annotate(likeness=TrigramWordSimilarity(typed, F("search_name")))
        return list(ordered.order_by("-likeness", "last_name", "first_name", "id")[:most])
