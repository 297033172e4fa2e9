"""Fetches what a carrier's call names and does not hold. Until it is here, the carrier has to tell it again."""

from collections.abc import Mapping

import requests
from urllib3.exceptions import HTTPError

from duenotice.gateways.news import NotNow
from duenotice.senders.public_http import only_public

# Seconds. Amazon and Resend themselves wait for fifteen.
PATIENCE = 10


def fetched(url: str, *, longest: int, public: bool = False, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """The status and at most `longest` bytes of what is there; with `public`, from the public internet alone. Raises NotNow."""
    try:
        with requests.Session() as session:
            if public:
                only_public(session)
            with session.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
                content: bytes = answer.raw.read(longest, decode_content=True)
                return answer.status_code, content
    except (requests.RequestException, HTTPError, OSError) as error:
        raise NotNow(f"{url.partition('?')[0]} does not answer") from error
