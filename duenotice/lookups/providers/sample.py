"""The sample directory of the demo: made-up answers about nobody, so that results can be seen. It asks nobody anything.

Numbers that end in 8 are landlines, those that end in 66 went to somebody else, and those that end in 00 are unknown to it, as is nobody@….
The links cannot lead to a person: no network allows such names.
"""

from collections.abc import Mapping

from duenotice.lookups.protocol import LINE, REVERSE, SOCIAL, Fact, Result, Subject

KEY = "sample"
ANSWERS: Mapping[str, frozenset[str]] = {"phone": frozenset({LINE, REVERSE, SOCIAL}), "email": frozenset({REVERSE, SOCIAL})}


def ask(subject: Subject, options: frozenset[str]) -> Result:
    """The same answer to the same question every time."""
    if subject.value.startswith("nobody@") or subject.value.endswith("00"):
        return Result("miss")
    name = f"due-notice-sample-{sum(subject.value.encode()) % 9000 + 1000}"
    found = {
        LINE: [Fact("line_type", "landline" if subject.value.endswith("8") else "mobile"), Fact("carrier", "Sample Wireless")]
        if subject.kind == "phone"
        else [],
        REVERSE: [
            Fact("name", "Sample Person", 0.8),
            *([Fact("reassigned", "yes" if subject.value.endswith("66") else "no")] if subject.kind == "phone" else []),
            Fact("email", f"{name}@example.com", 0.6) if subject.kind == "phone" else Fact("phone", "+12025550188", 0.6),
        ],
        SOCIAL: [
            Fact("profile", f"https://www.facebook.com/{name}", 0.8),
            Fact("profile", f"https://www.linkedin.com/in/{name}/", 0.7),
            Fact("profile", f"https://x.com/{name}", 0.5),
        ],
    }
    return Result("hit", [fact for option in (LINE, REVERSE, SOCIAL) if option in options for fact in found[option]])
