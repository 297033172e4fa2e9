"""Pressing Send Message: the one call, and every refusal beside its field."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.actions.composing import CannotCompose, Duplicate
from duenotice.actions.replying import write_to
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.feed import one_message
from duenotice.messaging.foretold import Foretold, foretold
from duenotice.messaging.may_leave import QUIET_HOURS
from duenotice.messaging.models import Message
from duenotice.messaging.send_time import NotThen
from duenotice.web.alerts import Action, alert
from duenotice.web.messages.composer import Composer
from duenotice.words.dates import in_words


def press_send(composer: Composer) -> Message | None:
    """The message made; None where the form now says what is wrong."""
    composer.keep_files()
    form, request = composer.form, composer.request
    valid = form.is_valid()
    for words in composer.refused:
        form.add_error("files", words)
    if not valid or composer.refused:
        return None
    draft = composer.draft(now=request.POST.get("do") == "now")
    try:
        return write_to(agency=request.agency, contact=composer.contact, draft=draft, actor=request.actor, now=request.now)
    except Duplicate as error:
        form.add_error("repeat_anyway", str(error))
    except CannotCompose as error:
        form.add_error(error.field or None, str(error))
    except NotThen as error:
        form.add_error("send_date", str(error))
    except NoSuchTime as error:
        form.add_error("send_time", no_such_time(error))
    return None


def no_such_time(error: NoSuchTime) -> str:
    words = _("%(time)s does not exist on %(date)s, because clocks go forward that night. Choose %(first)s or later.")
    return words % {"time": f"{error.local:%H:%M}", "date": f"{error.local:%Y-%m-%d}", "first": f"{error.first_after:%H:%M}"}


def tell(composer: Composer, message: Message) -> None:
    """The alert after pressing: when it goes, and how to stop or hurry it."""
    request = composer.request
    place = [request.agency.reference, message.id]
    stored = one_message(request.agency, message.id)
    told = foretold(stored, request.agency, request.now) if stored else Foretold(message.send_at, "")
    if told.at <= request.now:
        alert(request, "success", _("The message is on its way."), [Action(_("Look at it"), reverse("message", args=place), "get")])
        return
    words = _("Message scheduled for %(time)s. Until then it can be cancelled.")
    if told.code == QUIET_HOURS:
        words = _("Quiet hours hold the message until %(time)s. Until then it can be cancelled.")
    words %= {"time": in_words(timezone.localtime(told.at), "M j, Y, g:i A T")}
    presses = [Action(_("Cancel"), reverse("message_cancel", args=place)), Action(_("Send now"), reverse("message_now", args=place))]
    alert(request, "success", words, presses)
