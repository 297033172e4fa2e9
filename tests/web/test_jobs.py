"""Pages about background jobs: who sees which, how far it is, and what can be asked of it."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from duenotice.jobs import files
from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import enqueue
from tests import cast
from tests.cast import NOON
from tests.web.conftest import Visitor

Words = Callable[[HttpResponse], str]
Visit = Callable[..., Visitor]


def job(permission: str = "view_clients", **fields: object) -> Job:
    made = enqueue(agency=cast.agency(), kind="test", permission=permission, actor=cast.actor(), now=NOON)
    Job.objects.filter(agency_id=made.agency_id, id=made.id).update(**fields)
    return made


def test_the_list_shows_what_the_role_may_look_at(visit: Visit, words: Words):
    job(), job("bulk_actions")
    assert words(visit(cast.sam()).open("jobs/")).count("Background job</a>") == 1
    assert words(visit(cast.ada()).open("jobs/")).count("Background job</a>") == 2
    assert "No background jobs yet" in words(visit(cast.lee(), "lakeside").open("jobs/"))


def test_a_job_of_another_agency_or_above_the_role_is_not_there(visit: Visit):
    mine, above = job(), job("bulk_actions")
    assert visit(cast.sam()).open(f"jobs/{mine.id}/").status_code == 200
    assert visit(cast.sam()).open(f"jobs/{above.id}/").status_code == 404
    assert visit(cast.lee(), "lakeside").open(f"jobs/{mine.id}/").status_code == 404
    assert visit(cast.sam()).press(f"jobs/{above.id}/cancel").status_code == 404


def test_progress_is_a_progressbar_and_its_part_is_silent_while_nothing_changes(visit: Visit, words: Words):
    made = job(state=State.RUNNING, done=250, total=1000, counts={"odd": 3})
    page = words(visit(cast.sam()).open(f"jobs/{made.id}/"))
    assert 'role="progressbar"' in page
    assert 'aria-valuenow="25"' in page
    assert "250 of 1,000" in page
    assert visit(cast.sam()).open(f"jobs/{made.id}/part", seen="running--250-1000").status_code == 204
    assert "hx-get" not in words(visit(cast.sam()).open(f"jobs/{job(state=State.DONE).id}/part"))


def test_presses_pause_resume_and_cancel(visit: Visit, words: Words):
    made, sam = job(), visit(cast.sam())
    for press, state in (("pause", State.PAUSED), ("resume", State.WAITING), ("cancel", State.CANCELLED)):
        sam.press(f"jobs/{made.id}/{press}")
        assert Job.objects.get(agency_id=made.agency_id, id=made.id).state == state
    assert "Nothing was changed" in words(sam.press(f"jobs/{made.id}/resume"))


@pytest.mark.parametrize("who", ["sam", "lee"])
def test_a_file_is_for_those_who_may_look_at_its_job(visit: Visit, who: str):
    made = job(state=State.DONE)
    files.append(made, "rows.csv", b"a,b\n", now=NOON)
    answer = visit(getattr(cast, who)(), "riverton").open(f"jobs/{made.id}/files/rows.csv")
    assert answer.status_code == (200 if who == "sam" else 404)
    if who == "sam":
        assert b"".join(answer.streaming_content) == b"a,b\n"
        assert 'filename="rows-riverton-2026-11-24.csv"' in answer["Content-Disposition"]
