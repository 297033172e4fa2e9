"""Writing down who signed in and who could not (P6, CJIS Security Policy AU-2)."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from duenotice.accounts.models import ACTIVE, Membership, SignIn, User
from duenotice.agencies.activity import Actor, record


@transaction.atomic
def write_sign_in(*, email: str, user: User | None, ip: str | None, now: datetime) -> None:
    """`user` is who signed in with `email`; none where the two did not belong together, or the email is locked.

    It stands in the activity log of each agency that the person belongs to, and once outside any agency, where the email is kept as a hash.
    """
    whose = user or User.objects.filter(email=email).first()
    SignIn.objects.create(at=now, user_id=whose.id if whose else None, email_hash=hashed(email), from_ip=ip, succeeded=user is not None)
    if whose is None:
        return
    verb = "signed_in" if user else "sign_in_failed"
    actor = Actor("user", whose.id, ip) if user else Actor("unknown", None, ip)
    for agency_id in Membership.objects.filter(ACTIVE, user=whose).values_list("agency_id", flat=True):
        record(agency_id=agency_id, actor=actor, verb=verb, kind="user", ids=[whose.id], now=now)


def hashed(email: str) -> str:
    """Finds the tries for an email again without keeping it; keyed by the installation's secret."""
    return salted_hmac("duenotice.sign-in", email.lower(), algorithm="sha256").hexdigest()
