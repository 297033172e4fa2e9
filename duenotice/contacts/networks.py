"""Social networks: which one a link leads to, and what counts as a link at all (K1)."""

import unicodedata
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _

LONGEST = 500
NETWORKS = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "linkedin.com": "linkedin",
    "x.com": "x",
    "twitter.com": "x",
}
# What a host that only looks like a network's would have somewhere in it, once the usual disguises are taken off.
_IMITATED = ("facebook", "linkedin", "twitter")
_DISGUISES = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "4": "a", "7": "t", "-": "", "_": "", ".": ""})
# Letters of other scripts that are drawn like Latin ones.
_TWINS = str.maketrans("аеорсхуіјԁѕһкѵωοαεικρτυνη", "aeopcxyijdshkvwoaeikptuvn")
NAMES = {"facebook": "Facebook", "linkedin": "LinkedIn", "x": "X"}


class NotALink(ValueError):
    """Not an http or https address of a page; with words."""


def as_link(text: str) -> str:
    """What somebody typed, as a link; https:// is added where no scheme stands. Raises NotALink."""
    text = text.strip()
    if "://" not in text and ":" not in text.split("/", 1)[0]:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        raise NotALink(
            _("This is not a link. Copy the whole address of the profile page, such as https://www.facebook.com/name.")
        ) from None
    if parts.scheme not in ("http", "https"):
        raise NotALink(_("Only links that begin with https:// or http:// can be kept."))
    if "." not in host or parts.username is not None or any(sign.isspace() or ord(sign) < 32 or sign in '<>"\\' for sign in text):
        raise NotALink(_("This is not a link. Copy the whole address of the profile page, such as https://www.facebook.com/name."))
    if looks_like_another(parts.hostname or ""):
        raise NotALink(_("This link only looks like a social network's, and may be a trap. Copy the address from the profile itself."))
    link = urlunsplit((parts.scheme, host + port, parts.path, parts.query, parts.fragment))
    if len(link) > LONGEST:
        raise NotALink(_("This link is too long: at most 500 characters."))
    return link


def network_of(link: str) -> str:
    """facebook, linkedin or x, by the host and its parts alone; anything else, look-alikes too, is other."""
    host = urlsplit(link).hostname or ""
    return next((network for known, network in NETWORKS.items() if host == known or host.endswith(f".{known}")), "other")


def looks_like_another(host: str) -> bool:
    """Whether a host that is no network's own pretends to be one: faceb00k.com, facebook.com.example.org, one with Cyrillic letters."""
    if network_of(f"https://{host}") != "other":
        return False
    try:
        seen = host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        seen = host
    plain = unicodedata.normalize("NFKD", seen.casefold()).translate(_TWINS)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_DISGUISES).replace("rn", "m").replace("vv", "w")
    return any(name in plain for name in _IMITATED)


def network_name(network: str, link: str) -> str:
    """The network's name; for others the host, so that nobody takes one for what it only looks like."""
    return NAMES.get(network) or urlsplit(link).hostname or ""
