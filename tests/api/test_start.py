"""The five-minute start of docs/api, run as written."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from duenotice.accounts.permissions import ALL
from duenotice.actions.api_clients import Wanted, create_api_client
from duenotice.agencies.activity import SYSTEM
from duenotice.contacts.models import Contact
from tests import cast

DOCS = Path(__file__).parents[2] / "docs" / "api" / "README.md"


@pytest.mark.django_db(transaction=True)
def test_the_start_works_as_written(live_server: object):
    made = create_api_client(agency=cast.agency(), wanted=Wanted("Case system", ALL), by=None, actor=SYSTEM, now=cast.NOON)
    steps = re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert len(steps) == 7
    given = {"URL": str(live_server), "CLIENT_ID": str(made.client.id), "CLIENT_SECRET": made.secret}
    script = "set -euo pipefail\n" + "\n".join(steps)
    done = subprocess.run(["bash", "-c", script], env={**os.environ, **given}, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"content":"Rosa, your hearing is on' in done.stdout
    assert Contact.objects.get(agency=cast.agency(), channel="text").address.opted_out
