"""Admin, Messaging, Corrections: what those are told who were reminded of an event before it moved (A5)."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import BadWords, save_correction
from duenotice.agencies.models import Agency
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.messaging.preview import examples
from duenotice.web.messaging.words_form import WordsForm
from duenotice.words.corrections import wordings
from duenotice.words.merge_tags import TAGS


class CorrectionForm(WordsForm):
    """Words alone: it goes by whichever channel a contact has."""

    name = None  # type: ignore[assignment]
    channels = None  # type: ignore[assignment]

    def __init__(self, data: QueryDict | None, *, agency: Agency) -> None:
        super().__init__(data, initial={}, stored=wordings(agency.correction), agency=agency.reference)


@page("update_auto_messages")
def correction(request: PageRequest) -> HttpResponse:
    """The editor, with the words that are sent now."""
    form = CorrectionForm(request.POST, agency=request.agency)
    if form.is_valid():
        try:
            changed = save_correction(agency=request.agency, wordings=form.typed_words(), actor=request.actor, now=request.now)
        except BadWords as bad:
            form.add_error(f"{bad.field}_{bad.language}", str(bad))
        else:
            alert(request, "success", _("Saved.") if changed else _("Nothing was changed."))
            return redirect("correction", request.agency.reference)
    words = {"form": form, "tags": list(TAGS.items()), "examples": examples(request)}
    return render(request, "web/messaging/correction.html", words, status=422 if form.errors else 200)
