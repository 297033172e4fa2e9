"""Which words of an inbound text or email the person wrote: without what they quote, their signature and their phone's."""

import re

LONGEST = 10_000

_ORIGINAL = re.compile(
    r"-{3,} ?(?:original message|forwarded message|mensaje original|message d.origine)|"
    r"_{10,}|begin forwarded message:",
    re.I,
)
_HEADER = re.compile(r"\*?(?:from|de|von)\*?: \S", re.I)
_NEXT_HEADER = re.compile(r"\*?(?:sent|date|to|enviado|enviado el|fecha|para|envoyé|subject|asunto)\*?:", re.I)
_WROTE = re.compile(r"(?:wrote|writes|escribió|escribio|a écrit|escreveu) ?:$", re.I)
_ON = re.compile(r"(?:on|el|le|em) ", re.I)
_DEVICE = re.compile(r"(?:sent from|sent via|sent with|get outlook|enviado desde|enviado de|envoyé de|obtener outlook|yahoo mail)\b", re.I)
# "Liked “… Reply STOP …”": a phone's way to send a reaction as a text.
_REACTION = re.compile(
    r"(?:liked|loved|disliked|laughed at|emphasized|questioned|removed an? [\w ]{1,20} from|reacted .{1,12} to|"
    r"le gustó|le encantó|le dio risa|no le gustó|enfatizó|cuestionó) [“\"«]",
    re.I,
)


_ANSWERED = re.compile(r"\s*(?:re|fwd?|rv|tr|aw|sv|enc|res)\s*:", re.I)


def own_subject(subject: str) -> str:
    """The person's own words in an email's subject: none where it answers or passes on another email's."""
    return "" if _ANSWERED.match(subject) else subject


def own_words(text: str) -> str:
    """The person's own words in `text`, of which the first 10,000 characters are read. A wrapped line is joined with the next."""
    lines = [line.strip() for line in text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    if _REACTION.match(lines[0]):
        return ""
    return _unwrapped(_written(lines))


def _written(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.startswith("--") and not line.strip("-") and len(line) <= 3:
            break
        if _ORIGINAL.match(line) or (_HEADER.match(line) and any(map(_NEXT_HEADER.match, lines[number + 1 : number + 4]))):
            break
        if _WROTE.search(line) and _drop_attribution(kept, line):
            following = next((later for later in lines[number + 1 :] if later), "")
            if not following.startswith(">"):
                break
        elif not line.startswith(">") and not _DEVICE.match(line):
            kept.append(line)
    return kept


def _drop_attribution(kept: list[str], line: str) -> bool:
    """Whether `line` ends an attribution ("On Monday … wrote:"), whose earlier lines are then dropped from `kept`."""
    for back in range(3):
        first = line if back == 0 else kept[-back] if back <= len(kept) else ""
        if _ON.match(first):
            del kept[len(kept) - back :]
            return True
    return False


def _unwrapped(lines: list[str]) -> str:
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1] and line[:1].islower():
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined).strip()
