"""Hot statements live in files of their own, `ROOM/sql/NAME.sql`, with a header that says why they look as they do."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


@cache
def named_sql(room: str, name: str) -> str:
    """The text of duenotice/ROOM/sql/NAME.sql. Raises FileNotFoundError."""
    return (PACKAGE / room / "sql" / f"{name}.sql").read_text()
