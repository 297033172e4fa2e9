"""The form of one agency phone or agency email. A stored secret is never shown again: left empty, it stays."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duenotice.contacts.parse import NotAnAddress, Parsed, parse
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.registry import CARRIES
from duenotice.senders import credentials
from duenotice.senders.gateway_settings import GatewayChoice, Setting, checked, choices_for
from duenotice.senders.models import PHONE_CHANNELS, Registration, Sender
from duenotice.web.messages.rows import CHANNELS
from duenotice.web.text import TextField
from duenotice.words.kept import translated


class SenderForm(forms.Form):
    """`sender` may be unsaved; its kind, phone or email, does not change."""

    value = TextField(max_length=254)
    name = TextField(label=_("Name"), help_text=_("What staff see, for example Traffic division."), required=False, max_length=60)
    channels = forms.MultipleChoiceField(label=_("Channels"), widget=forms.CheckboxSelectMultiple, required=False)
    primary_channels = forms.MultipleChoiceField(
        label=_("Primary for"),
        help_text=_("Messages on this channel go from here unless somebody chooses another."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    registration = forms.ChoiceField(label=_("Registration with carriers"), choices=Registration.choices, required=False)
    speed = forms.FloatField(
        label=_("Speed"), help_text=_("Segments of texts, or other messages, a second."), min_value=0.01, max_value=1000
    )
    daily_limit = forms.IntegerField(
        label=_("Most in a day"),
        help_text=_(
            "Segments of texts, or other messages, until midnight Pacific, as carriers cap them. Empty for no cap; the rest waits."
        ),
        required=False,
        min_value=1,
        max_value=2_000_000_000,
    )
    gateway = forms.ChoiceField(label=_("Gateway"))
    stand_in = forms.ChoiceField(
        label=_("If its carrier fails"),
        help_text=_("What its carrier certainly did not take goes from here instead, until it takes messages again."),
        required=False,
    )
    call_answer = TextField(
        label=_("Answer to calls"),
        help_text=_("What somebody hears who calls this number. Empty uses ours, which names your agency and the help phone."),
        required=False,
        max_length=500,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    calls_go_to = TextField(
        label=_("Calls go to"), help_text=_("A phone where somebody answers; empty for none."), required=False, max_length=40
    )
    disabled = forms.BooleanField(label=_("Disabled: nothing is sent from it"), required=False)

    def __init__(self, data: Any = None, *, sender: Sender, region: str) -> None:
        self.sender, self.region = sender, region
        self.gateways = choices_for(sender.kind)
        self.stored = _opened(sender)
        names = ["value", "name", "channels", "primary_channels", "registration", "speed", "daily_limit", "gateway"]
        names += ["call_answer", "calls_go_to"]
        told = {f"{sender.gateway}_{name}": value for name, value in self.stored.items()}
        told["stand_in"] = sender.stand_in_id
        super().__init__(
            data, initial={**{name: getattr(sender, name) for name in names}, "disabled": sender.disabled_at is not None, **told}
        )
        self._fit()

    def _fit(self) -> None:
        phone = self.sender.kind == "phone"
        self.fields["value"].label = _("Phone number") if phone else _("Email address")
        channels = [(channel, CHANNELS[channel]) for channel in (PHONE_CHANNELS if phone else ["email"])]
        for name in ("channels", "primary_channels"):
            self.fields[name].choices = channels  # type: ignore[attr-defined]
        if not phone:
            for name in ("channels", "registration", "call_answer", "calls_go_to"):
                del self.fields[name]
        others = Sender.objects.filter(agency_id=self.sender.agency_id, kind=self.sender.kind, disabled_at=None).exclude(id=self.sender.id)
        self.fields["stand_in"].choices = [("", _("Messages wait")), *((str(one.id), str(one)) for one in others)]  # type: ignore[attr-defined]
        self.fields["gateway"].choices = [(choice.key, choice.label) for choice in self.gateways]  # type: ignore[attr-defined]
        for choice in self.gateways:
            for setting in choice.settings:
                self.fields[f"{choice.key}_{setting.name}"] = self._told(choice, setting)

    def _told(self, choice: GatewayChoice, setting: Setting) -> forms.Field:
        if setting.choices:
            return forms.ChoiceField(label=setting.label, choices=setting.choices, required=False)
        kept = setting.secret and choice.key == self.sender.gateway and setting.name in self.stored
        hint = _("Stored. Leave it empty to keep it.") if kept else ""
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}) if setting.secret else forms.TextInput()
        return TextField(label=setting.label, help_text=hint, required=False, max_length=500, widget=widget)

    @property
    def told_by_gateway(self) -> list[tuple[GatewayChoice, list[forms.BoundField]]]:
        return [(choice, [self[f"{choice.key}_{one.name}"] for one in choice.settings]) for choice in self.gateways if choice.settings]

    def clean_value(self) -> str:
        try:
            parsed = parse(str(self.cleaned_data["value"]), region=self.region)
        except NotAnAddress:
            parsed = None
        if parsed is None or parsed.kind != self.sender.kind or parsed.invalid_reason:
            phone = self.sender.kind == "phone"
            raise ValidationError(_("Type a number such as (202) 555-0100.") if phone else _("Type an email such as court@example.com."))
        return parsed.value

    def clean_calls_go_to(self) -> str:
        typed = str(self.cleaned_data["calls_go_to"])
        parsed = as_phone(typed, self.region) if typed else None
        if typed and parsed is None:
            raise ValidationError(_("Type a number such as (202) 555-0100."))
        return parsed.value if parsed else ""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        channels = typed.get("channels", []) if self.sender.kind == "phone" else ["email"]
        if not channels:
            self.add_error("channels", _("Choose at least one channel."))
        if set(typed.get("primary_channels", [])) - set(channels):
            self.add_error("primary_channels", _("It can be primary only for channels that it carries."))
        if typed.get("disabled") and typed.get("primary_channels"):
            self.add_error("primary_channels", _("One that is disabled cannot be primary."))
        if gateway := typed.get("gateway"):
            self._check_channels(gateway, channels)
            self._check_gateway(gateway, typed)
        return {**typed, "channels": channels}

    def _check_channels(self, gateway: str, channels: list[str]) -> None:
        carried = CARRIES[gateway]
        if others := [channel for channel in channels if channel not in carried]:
            words = _("This gateway carries %(carried)s, and not %(others)s. Take out what it does not carry, or choose another gateway.")
            told = {"carried": [one for one in CHANNELS if one in carried], "others": others}
            self.add_error(
                "channels", words % {name: ", ".join(str(CHANNELS[one]).lower() for one in named) for name, named in told.items()}
            )

    def _check_gateway(self, gateway: str, typed: dict[str, Any]) -> None:
        given = {name.removeprefix(f"{gateway}_"): str(value) for name, value in typed.items() if name.startswith(f"{gateway}_")}
        try:
            self.told = checked(gateway, given, self.stored if gateway == self.sender.gateway else {})
        except BadSettings as bad:
            field, words = f"{gateway}_{bad.setting}", translated(f"{bad.words} ({bad.bounds})" if bad.bounds else bad.words)
            self.add_error(field if field in self.fields else "gateway", words)

    def filled(self) -> Sender:
        """The sender as typed."""
        sender, typed = self.sender, self.cleaned_data
        for name in ("value", "name", "channels", "primary_channels", "speed", "gateway", "call_answer", "calls_go_to"):
            setattr(sender, name, typed.get(name, ""))
        sender.daily_limit = typed["daily_limit"]
        sender.stand_in_id = UUID(typed["stand_in"]) if typed["stand_in"] else None
        sender.registration = typed.get("registration") or Registration.NOT_NEEDED
        sender.gateway_settings = credentials.seal(self.told) if self.told else b""
        sender.disabled_at = (sender.disabled_at or timezone.now()) if typed["disabled"] else None
        return sender


def as_phone(typed: str, region: str) -> Parsed | None:
    """A phone number that can be called; None for anything else."""
    try:
        parsed = parse(typed, region=region)
    except NotAnAddress:
        return None
    return parsed if parsed.kind == "phone" and not parsed.invalid_reason else None


def _opened(sender: Sender) -> dict[str, object]:
    try:
        return credentials.open(sender.gateway_settings)
    except credentials.CannotOpen:
        return {}
