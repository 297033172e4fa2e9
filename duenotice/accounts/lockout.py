"""Who is locked out after too many wrong passwords, and letting them in again (CJIS Security Policy AC-7)."""

from collections.abc import Iterable

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum


def locked(emails: Iterable[str]) -> set[str]:
    """Those of `emails` that cannot sign in until somebody releases them."""
    failures = AccessAttempt.objects.filter(username__in=list(emails)).values("username").annotate(total=Sum("failures_since_start"))
    return {row["username"] for row in failures.order_by() if row["total"] >= settings.AXES_FAILURE_LIMIT}


def release(email: str) -> bool:
    """Forget the wrong passwords for `email`; answers whether there were any."""
    count, _kinds = AccessAttempt.objects.filter(username=email).delete()
    return bool(count)
