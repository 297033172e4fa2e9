"""Deleting rows with all that hangs on them, in whichever room it stands: found by the foreign keys, so that no table is forgotten."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import SET_NULL, ForeignKey, ForeignObjectRel, Model

Before = Callable[[type[Model], Sequence[UUID]], None]


def remove(model: type[Model], agency_id: UUID, ids: Sequence[UUID], *, before: Before, counts: Counter[str]) -> None:
    """Delete the agency's rows of `model` with these ids, and first the rows that point at them, and so on.

    A foreign key that is SET_NULL, or points at its own table, is emptied instead. `before` is told each set before it goes, and `counts`
    holds how many rows of which table went.
    """
    if not ids:
        return
    for child, key in dependents(model):
        rows = child._default_manager.filter(agency_id=agency_id, **{f"{key.name}__in": ids})
        if keeps(key):
            rows.update(**{key.name: None})
        else:
            remove(child, agency_id, list(rows.values_list("pk", flat=True)), before=before, counts=counts)
    before(model, ids)
    going = model._default_manager.filter(agency_id=agency_id, pk__in=ids)
    counts[model._meta.db_table] += going._raw_delete(going.db)


def dependents(model: type[Model]) -> list[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    """The tables that point at `model`, and by which key."""
    relations = [field for field in model._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return [(relation.related_model, relation.field) for relation in relations if isinstance(relation.field, ForeignKey)]


def keeps(key: "ForeignKey[Any, Any]") -> bool:
    """Whether the row stays, without what it points at."""
    return key.null and (key.remote_field.on_delete is SET_NULL or key.related_model is key.model)


def reached(*roots: type[Model]) -> set[type[Model]]:
    """Every table that `remove` reaches from these."""
    found: set[type[Model]] = set()
    waiting = list(roots)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting.extend(child for child, key in dependents(model) if not keeps(key))
    return found
