"""What languages are called in the reader's own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Those that clients can have (clients/forms.py), in the same order.
NAMES: dict[str, str | Promise] = {
    "en": _("English"),
    "es": _("Spanish"),
    "zh-hans": _("Chinese"),
    "vi": _("Vietnamese"),
    "tl": _("Tagalog"),
    "ar": _("Arabic"),
    "ko": _("Korean"),
    "ru": _("Russian"),
    "fr": _("French"),
    "ht": _("Haitian Creole"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "so": _("Somali"),
    "am": _("Amharic"),
    "hi": _("Hindi"),
    "pa": _("Punjabi"),
    "fa": _("Persian"),
    "hmn": _("Hmong"),
    "uk": _("Ukrainian"),
    "ja": _("Japanese"),
}


def language_name(code: str) -> str:
    """A language by name; by its code where it has none here."""
    return str(NAMES.get(code, code))
