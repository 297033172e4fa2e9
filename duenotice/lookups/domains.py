"""What an email's domain tells: mistyped, made for throwing away, or anybody's. Lists of the best known; not on a list means nothing."""

FREE = frozenset(
    """
aim.com aol.com att.net bellsouth.net comcast.net cox.net earthlink.net fastmail.com gmail.com gmx.com gmx.net googlemail.com
hotmail.com hotmail.es icloud.com juno.com live.com mac.com mail.com me.com msn.com outlook.com outlook.es proton.me protonmail.com
sbcglobal.net verizon.net yahoo.com yahoo.es ymail.com zoho.com
""".split()  # noqa: SIM905 - a list of names reads better so
)
DISPOSABLE = frozenset(
    """
10minutemail.com 10minutemail.net 20minutemail.com 33mail.com burnermail.io discard.email dispostable.com dropmail.me emailondeck.com
fakeinbox.com fakemail.net getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.net guerrillamail.org
guerrillamailblock.com harakirimail.com inboxbear.com inboxkitten.com mail-temp.com mailcatch.com maildrop.cc mailexpire.com
mailinator.com mailinator.net mailnesia.com mailnull.com mailsac.com minutemail.com moakt.com mohmal.com mytemp.email mytrashmail.com
nada.email sharklasers.com spam4.me spamgourmet.com temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.com tempmail.net
tempmailo.com tempr.email throwawaymail.com trash-mail.com trashmail.com trashmail.de trashmail.net yopmail.com yopmail.fr yopmail.net
""".split()  # noqa: SIM905 - a list of names reads better so
)
# Mailboxes that several people read.
ROLES = frozenset(
    """
admin billing clerk contact court feedback help hello hr info jobs legal mail marketing no-reply noreply office postmaster press records
reception sales security service staff support team webmaster
""".split()  # noqa: SIM905 - a list of names reads better so
)
# Ends that are slips of the finger, with what was meant.
_ENDS = {".con": ".com", ".cmo": ".com", ".ocm": ".com", ".comm": ".com", ".cpm": ".com", ".vom": ".com", ".ney": ".net", ".nte": ".net"}
# The providers whose misspellings are worth guessing; more of them would turn real domains into slips.
_COMMON = ("gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "comcast.net", "protonmail.com")
# Real domains that are one letter away from a common one.
_REAL = frozenset({"mail.com", "ymail.com", "gmx.com", "email.com"})


def is_free(domain: str) -> bool:
    """Whether anybody can have a mailbox there."""
    return domain in FREE


def is_disposable(domain: str) -> bool:
    """Whether it, or the domain above it, gives mailboxes that vanish."""
    return domain in DISPOSABLE or domain.partition(".")[2] in DISPOSABLE


def meant_domain(domain: str) -> str:
    """The domain that was probably meant; empty where `domain` is none of the usual slips."""
    if domain in FREE or domain in _REAL:
        return ""
    for slip, end in _ENDS.items():
        if domain.endswith(slip):
            mended = domain.removesuffix(slip) + end
            return mended if mended in FREE else meant_domain(mended) or mended
    return next((known for known in _COMMON if _one_slip(domain, known)), "")


def _one_slip(typed: str, known: str) -> bool:
    """One letter left out, too many, wrong, or two next to each other in the wrong order."""
    if abs(len(typed) - len(known)) > 1:
        return False
    short, long = sorted((typed, known), key=len)
    at = next((place for place, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) != len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short != long and (short[at + 1 :] == long[at + 1 :] or swapped == long)
