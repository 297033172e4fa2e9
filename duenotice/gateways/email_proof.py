"""Is an email really from whom its From names? Only what our own mail server or a mail service found out counts (RFC 7489, 8601).

Anybody can write any From. To stop is safe to believe; to start again is not, so that a wish for messages needs this proof (O3).
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from email.message import Message

# Whatever looks like an address in From, in a name as well: programs differ in which of several they take.
_ADDRESS = re.compile(r"[^\s<>\",;:()]+@([^\s<>\",;:()]+)")
_SIGNED_BY = re.compile(r"(?:^|;)\s*d\s*=\s*([^\s;]+)")


def by_results(email: Message, trusted: Collection[str]) -> bool:
    """By the topmost Authentication-Results of a mail server of ours, `trusted` being their names (authserv-id), in lower case.

    Those beneath it may have come with the email. Our mail server has to remove what comes in under its own name (RFC 8601, 5).
    """
    for value in email.get_all("Authentication-Results", []):
        name, *results = _bare(str(value)).split(";")
        if (name.split() or [""])[0].lower() in trusted:
            return _passes([_result(one) for one in results], author_domain(email))
    return False


def by_postmark(email: Message, told: Mapping[str, object]) -> bool:
    """SpamAssassin there always says whether a DKIM signature is the author's own; nothing else under that name may contradict it."""
    headers = told.get("Headers")
    tests = [str(one.get("Value")) for one in headers if one.get("Name") == "X-Spam-Tests"] if isinstance(headers, list) else []
    return bool(author_domain(email)) and _all(tests, lambda value: "DKIM_VALID_AU" in re.split(r"[,\s]+", value))


def by_mailgun(email: Message, envelope_sender: str) -> bool:
    """With Mailgun's spam filter on, it always says whether SPF and DKIM pass; of whom, the envelope and the signatures tell."""
    domain = author_domain(email)
    signers = [found[1] if (found := _SIGNED_BY.search(str(value))) else "" for value in email.get_all("DKIM-Signature", [])]
    signed = _all(signers, lambda value: _aligned(value, domain))
    sent = _aligned(envelope_sender.rpartition("@")[2], domain)
    return (signed and _says_pass(email, "X-Mailgun-Dkim-Check-Result")) or (sent and _says_pass(email, "X-Mailgun-Spf"))


def author_domain(email: Message) -> str:
    """The domain of the one author, in lower case; "" where From is missing, is there twice, or names several domains."""
    found = email.get_all("From", [])
    domains = {domain.lower().rstrip(".") for domain in _ADDRESS.findall(str(found[0]))} if len(found) == 1 else set()
    return domains.pop() if len(domains) == 1 else ""


def _passes(results: list[Mapping[str, str]], domain: str) -> bool:
    dmarc = [one for one in results if "dmarc" in one and one["dmarc"] != "none"]
    if dmarc:
        return bool(domain) and all(one["dmarc"] == "pass" and one.get("header.from", domain) == domain for one in dmarc)
    passed = (one for one in results if "pass" in (one.get("dkim"), one.get("spf")))
    return any(_aligned(_domain_of(one), domain) for one in passed)


def _domain_of(result: Mapping[str, str]) -> str:
    named = result.get("header.d") or result.get("header.i") if "dkim" in result else result.get("smtp.mailfrom")
    return (named or "").rpartition("@")[2]


def _aligned(domain: str, author: str) -> bool:
    """The author's own domain, or one that it lies in. Wider relations are for DMARC to judge."""
    domain = domain.lower().rstrip(".")
    return "." in domain and bool(author) and (author == domain or author.endswith(f".{domain}"))


def _says_pass(email: Message, header: str) -> bool:
    return _all([str(value) for value in email.get_all(header, [])], lambda value: value.strip().lower() == "pass")


def _all(values: list[str], holds: Callable[[str], bool]) -> bool:
    return bool(values) and all(map(holds, values))


def _result(text: str) -> dict[str, str]:
    """One method's result and its properties: {"dkim": "pass", "header.d": "example.org"}."""
    pairs: Iterator[tuple[str, str, str]] = (part.partition("=") for part in re.sub(r"\s*=\s*", "=", text.strip()).lower().split())
    return {name.partition("/")[0]: value.rstrip(".") for name, sign, value in pairs if sign}


def _bare(value: str) -> str:
    """Without comments and quoted strings, in which words of whoever wrote the email may stand."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in value:
        if escaped:
            escaped = False
        elif character == "\\" and (depth or quoted):
            escaped = True
        elif quoted:
            quoted = character != '"'
        elif character == "(":
            depth += 1
        elif depth:
            depth -= character == ")"
        elif character == '"':
            quoted = True
        else:
            kept.append(character)
    return "".join(kept)
