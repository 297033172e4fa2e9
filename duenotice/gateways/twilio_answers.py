"""What Twilio's replies mean: to a hand-off, and to the question what became of one."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from duenotice.gateways import twilio_errors
from duenotice.gateways.calling import Reply, seconds
from duenotice.gateways.http_answers import plain, read
from duenotice.gateways.protocol import Absent, Accepted, Answer, Finding, Outbound, Question, Unknown
from duenotice.lib.marking import gettext_noop as _

# Twilio lists a message a little after it took it: sooner than this, one that is not listed may still have been taken.
LISTED_AFTER = timedelta(minutes=2)
PAGE = 200
_ERROR = _("Twilio answered with an error, so it may or may not have the message.")


def answer(reply: Reply, message: Outbound) -> Answer:
    """What the reply to a hand-off says of it."""
    said = read(reply.body)
    if 200 <= reply.status < 300:
        return Accepted(plain(said.get("sid"), 40) or str(message.id))
    code = said.get("code")
    known = code if isinstance(code, int) else 0
    if (reply.status >= 500 and known not in twilio_errors.MEANINGS) or reply.status in (408, 409) or reply.status < 400:
        return Unknown(f"{_ERROR} ({reply.status})")
    return twilio_errors.refused(known, status=reply.status, retry_after=seconds(reply.retry_after))


def finding(listed: object, question: Question) -> Finding:
    """The one that was made after we asked for it, with these words. Calls have none, so that one made in that time is it."""
    if not isinstance(listed, list) or len(listed) >= PAGE:
        return Unknown(_("Twilio has too many messages to this number to find this one among them."))
    since = question.since - timedelta(minutes=5)
    near = [one for one in listed if isinstance(one, dict) and _made(one, since)]
    found = [one for one in near if question.channel != "text" or one.get("body") == question.body]
    if len(found) == 1:
        return Accepted(plain(found[0].get("sid"), 40))
    if found:
        return Unknown(_("Twilio has several messages that may be this one."))
    # We do not keep the digits of a code, and Twilio may write words otherwise: other words are no proof.
    if near:
        return Unknown(_("Twilio has another message to this number from that time, which may be this one."))
    settled = datetime.now(UTC) - question.since > LISTED_AFTER
    return Absent() if settled else Unknown(_("Twilio does not list the message yet."))


def _made(one: dict[str, object], since: datetime) -> bool:
    made = _moment(one.get("date_created"))
    return made is not None and made >= since


def _moment(said: object) -> datetime | None:
    """A date as Twilio writes it (RFC 2822)."""
    try:
        return parsedate_to_datetime(str(said))
    except ValueError:
        return None
