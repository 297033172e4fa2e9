"""The forms about uploads: the file, how it is read, and what its columns hold."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.flows.models import Flow, FlowMode
from duenotice.lifecycle.states import LIVE
from duenotice.uploads.csv_file import DELIMITERS, ENCODINGS
from duenotice.uploads.fields import FIELDS
from duenotice.uploads.mapping import SAMPLE, BadMapping, check_mapping
from duenotice.uploads.models import Upload, UploadTemplate
from duenotice.uploads.table import Look, Shape
from duenotice.web.text import TextField
from duenotice.web.uploads.limit import TOO_LARGE

KINDS = {"client": _("Client"), "contact": _("Contact"), "event": _("Event")}


class UploadForm(forms.Form):
    """A file to hand in."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("A table saved as CSV or Excel (.xlsx), with a row for each client, contact or event."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    template = forms.ChoiceField(
        label=_("Template"), required=False, help_text=_("Where you have uploaded such a file before: how its columns were read.")
    )

    def __init__(self, agency: Agency, data: Any = None, files: Any = None, *, request: Any = None) -> None:
        super().__init__(data, files)
        self.request = request
        self.templates = {str(one.id): one for one in UploadTemplate.objects.filter(agency_id=agency.id).order_by("name")}
        choices = [("", _("None: read the headings")), *((key, one.name) for key, one in self.templates.items())]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]

    def clean_template(self) -> UploadTemplate | None:
        return self.templates.get(self.cleaned_data["template"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if getattr(self.request, TOO_LARGE, False):
            most = settings.UPLOAD_MOST_BYTES // 1024 // 1024
            self.errors["file"] = self.error_class(
                [_("The file is larger than %(most)d MB. Divide it, or save an Excel workbook as CSV.") % {"most": most}]
            )
        return cleaned


class ShapeForm(forms.Form):
    """How the file is read, where it was found wrong."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(ENCODINGS.items()), required=False)
    delimiter = forms.ChoiceField(label=_("Cells are parted by"), choices=list(DELIMITERS.items()), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    heading_row = forms.IntegerField(
        label=_("Row with the headings"), min_value=0, max_value=50, help_text=_("0 where the file has no headings.")
    )

    def __init__(self, look: Look, data: Any = None) -> None:
        shape = look.shape
        initial = {name: getattr(shape, name) for name in ("encoding", "delimiter", "sheet", "heading_row")}
        super().__init__(data, initial=initial)
        self.shape = shape
        self.fields["sheet"].choices = [(name, name) for name in look.sheets]  # type: ignore[attr-defined]
        for name in ("encoding", "delimiter") if shape.kind == "xlsx" else ("sheet",):
            del self.fields[name]

    def wanted(self) -> Shape:
        return replace(self.shape, **{name: value for name, value in self.cleaned_data.items() if value not in (None, "")})


class ColumnsForm(forms.Form):
    """What each column holds. `rows` pairs each select with the column's heading and the first things that stand in it."""

    date_order = forms.ChoiceField(
        label=_("Dates are written"),
        choices=[("mdy", _("Month first: 11/30/2026")), ("dmy", _("Day first: 30/11/2026"))],
        help_text=_("Dates such as 2026-11-30 and Nov 30, 2026 are read in any case."),
    )
    flow = forms.ChoiceField(label=_("Flow"), required=False, help_text=_("What new events follow, where no column says so."))
    save_as = TextField(
        label=_("Save as template"), max_length=100, required=False, help_text=_("A name, if you upload files like this one often.")
    )

    def __init__(self, upload: Upload, look: Look, data: Any = None) -> None:
        initial = {
            "date_order": upload.order,
            "flow": str(upload.flow_id or ""),
            "save_as": upload.template.name if upload.template else "",
        }
        super().__init__(data, initial=initial)
        flows = Flow.objects.filter(LIVE, agency_id=upload.agency_id).exclude(mode=FlowMode.CLOSED).order_by("name")
        self.flows = {str(one.id): one for one in flows}
        self.fields["flow"].choices = [("", _("None: no automated messages")), *((key, one.name) for key, one in self.flows.items())]  # type: ignore[attr-defined]
        self.look, self.names = look, [f"column_{number}" for number in range(len(look.columns))]
        for number, heading in enumerate(look.columns):
            chosen = upload.fields[number] if number < len(upload.fields) else ""
            label = heading or _("Column %(n)d") % {"n": number + 1}
            self.fields[self.names[number]] = forms.ChoiceField(label=label, choices=_choices, required=False, initial=chosen)

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column with what stands in its first rows."""
        return [(self[name], self._sample(number)) for number, name in enumerate(self.names)]

    def _sample(self, number: int) -> list[str]:
        """The first things that differ: a column of one word says it once."""
        cells = dict.fromkeys(row[number].strip() for row in self.look.sample if number < len(row))
        return [cell if len(cell) <= 60 else f"{cell[:59]}…" for cell in cells if cell][:SAMPLE]

    def clean_flow(self) -> Flow | None:
        return self.flows.get(self.cleaned_data["flow"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            check_mapping(self.chosen())
        except BadMapping as bad:
            self.add_error(self.names[bad.column] if bad.column is not None else None, str(bad))
        return cleaned

    def chosen(self) -> list[str]:
        """The field of each column."""
        return [self.cleaned_data.get(name, "") for name in self.names]


def _choices() -> list[Any]:
    groups = [(words, [(key, field.label) for key, field in FIELDS.items() if field.kind == kind]) for kind, words in KINDS.items()]
    return [("", _("Leave out")), *groups]
