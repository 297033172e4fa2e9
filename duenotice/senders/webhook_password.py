"""The password with which services call that sign nothing: it follows from the installation's secret and the sender."""

import base64
from uuid import UUID

from django.core import signing

USER = "duenotice"


def password(sender_id: UUID) -> str:
    signed = signing.Signer(salt="webhook password").signature(str(sender_id))
    return base64.urlsafe_b64encode(signed.encode()).decode()[:40]
