"""Is an email really from whom its From names? (O3)"""

from email import message_from_string, policy
from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duenotice.gateways.email_proof import by_mailgun, by_postmark, by_results

OURS = {"mx.court.example.com"}


def email(*headers: str, author: str = "Rosa <rosa@example.org>") -> Message:
    return message_from_string("\n".join([*headers, f"From: {author}", "", "START"]), policy=policy.compat32)


def results(told: str, name: str = "mx.court.example.com") -> str:
    return f"Authentication-Results: {name}; {told}"


@pytest.mark.parametrize(
    "told",
    [
        "dmarc=pass (p=reject) header.from=example.org",
        "spf=softfail smtp.mailfrom=lists.example.net; dkim=pass header.d=example.org; DMARC=Pass header.from=Example.org",
        "dmarc=none; dkim=pass (2048-bit key) header.i=@example.org header.s=k1",
        "spf=pass smtp.mailfrom=rosa@example.org",
        "dkim=fail header.d=example.net; dkim = pass header.d = example.org",
    ],
)
def test_what_our_own_mail_server_found_out_is_proof(told: str):
    assert by_results(email(results(told)), OURS)


@pytest.mark.parametrize(
    "told",
    [
        "none",
        "dmarc=fail header.from=example.org; dkim=pass header.d=example.org",
        "dmarc=pass header.from=example.net",
        "dkim=pass header.d=example.net; spf=pass smtp.mailfrom=x@example.net",
        "dkim=pass header.d=org",
        "dkim=pass header.d=notexample.org",
        "spf=none (helo=x; dmarc=pass header.from=example.org)",
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.org"@example.net',
        "spf=fail (nested (one); dmarc=pass",
    ],
)
def test_what_is_of_another_domain_or_in_the_words_of_the_writer_is_none(told: str):
    assert not by_results(email(results(told)), OURS)


def test_only_the_topmost_of_our_own_counts():
    good, bad = results("dmarc=pass header.from=example.org"), results("dmarc=fail header.from=example.org")
    assert by_results(email(results("dmarc=fail", "mx.elsewhere.example"), good, bad), OURS)
    assert not by_results(email(bad, good), OURS)
    assert not by_results(email(results("dmarc=pass", "mx.elsewhere.example")), OURS)
    assert not by_results(email(good), set())


@pytest.mark.parametrize(
    "author", ["", "rosa@example.org, eve@example.net", '"rosa@example.org" <eve@example.net>', "x\nFrom: rosa@example.org"]
)
def test_a_from_that_can_be_read_in_two_ways_is_nobodys(author: str):
    assert not by_results(email(results("dmarc=pass"), author=author), OURS)


def test_postmark_says_whether_the_signature_is_the_authors():
    def told(*tests: str) -> dict[str, object]:
        return {"Headers": [{"Name": "X-Spam-Tests", "Value": value} for value in tests]}

    assert by_postmark(email(), told("DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,SPF_PASS"))
    assert not by_postmark(email(), told("DKIM_SIGNED,DKIM_VALID,SPF_PASS"))
    assert not by_postmark(email(), told("DKIM_VALID_AU", "SPF_FAIL"))
    assert not by_postmark(email(), {})


def test_mailgun_says_whether_they_pass_and_the_envelope_and_signatures_say_whose():
    signed, other = "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k1", "DKIM-Signature: v=1; d=example.net; s=k1"
    dkim, spf = "X-Mailgun-Dkim-Check-Result: Pass", "X-Mailgun-Spf: Pass"
    assert by_mailgun(email(signed, dkim), "x@example.net")
    assert by_mailgun(email(spf), "rosa@example.org")
    assert not by_mailgun(email(signed, other, dkim), "x@example.net")
    assert not by_mailgun(email(spf), "x@example.net")
    assert not by_mailgun(email(spf, "X-Mailgun-Spf: Fail"), "rosa@example.org")
    assert not by_mailgun(email(signed, "X-Mailgun-Dkim-Check-Result: Fail"), "x@example.net")


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_comment_of_the_writers_makes_proof(words: str):
    inside = "".join(one for one in words if one.isprintable() and one not in "()\\")
    assert not by_results(email(results(f"spf=none ({inside}; dmarc=pass header.from=example.org)")), OURS)
