"""The database's word against a constraint, as the error that a verb raises."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction


@contextmanager
def refused_by(constraint: str, to: Callable[[], Exception]) -> Iterator[None]:
    """Runs the block in a savepoint. Where it breaks `constraint`, the error that `to` answers is raised; `to` may ask the database."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if violated(error) != constraint:
            raise
        raise to() from error


def violated(error: IntegrityError) -> str:
    """The name of the constraint that the database says was broken; empty where it names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
