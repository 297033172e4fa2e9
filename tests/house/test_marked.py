"""What gateways say to people is marked for translation; they know no Django, and nothing else would notice."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.rooms import PACKAGE

# Words that a fax, a call or an email says to its recipient, each in the recipient's language.
TO_RECIPIENTS = {"fax_pages.py", "twilio_voice.py", "twilio_callbacks.py", "email_html.py"}
SENTENCE = re.compile(r"[A-Z][^ ]*( [^ ]+){3}")


def unmarked(path: Path) -> Iterator[str]:
    """Sentences that are no docstring and stand in no `_()`; of an f-string, its parts."""
    tree = ast.parse(path.read_text())
    marked = [call.args[0] for call in ast.walk(tree) if isinstance(call, ast.Call) and ast.unparse(call.func) == "_"]
    alone = [one.value for one in ast.walk(tree) if isinstance(one, ast.Expr)]
    passed = {id(one) for one in [*marked, *alone]}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in passed and SENTENCE.match(one.value):
            yield f"{path.name}:{one.lineno} {one.value}"


def test_what_gateways_say_is_marked_for_translation():
    paths = [*(PACKAGE / "gateways").glob("*.py"), PACKAGE / "senders" / "mail_services.py"]
    assert [found for path in paths if path.name not in TO_RECIPIENTS for found in unmarked(path)] == []
