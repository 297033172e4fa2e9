"""A thread's end, for its connection."""

from django.db import connection


def let_go() -> None:
    """Handed to a thread as its last work: looked up there, it is that thread's own connection that closes, and not its caller's."""
    connection.close()
