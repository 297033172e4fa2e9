"""A plain text as simple, accessible HTML with the same words."""

import html
import re

_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_CLOSING = ".,;:!?)]}…»”’"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def as_html(text: str, *, title: str, language: str) -> str:
    """A page in which blank lines part paragraphs and web addresses are links. Each paragraph finds its own direction (right to left)."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")))
    body = "\n".join(f'<p dir="auto">{_linked(part)}</p>' for part in paragraphs if part.strip())
    spoken = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return (
        f"<!DOCTYPE html>\n<html{spoken}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n</head>\n"
        '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em">\n<main>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _linked(text: str) -> str:
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        address = html.escape(found.group().rstrip(_CLOSING))
        pieces += [html.escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.start() + len(found.group().rstrip(_CLOSING))
    return "".join([*pieces, html.escape(text[end:])]).replace("\n", "<br>\n")
