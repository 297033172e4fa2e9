"""Every gateway there is. Adding one is a line here."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from duenotice.gateways import handset, http, smtp
from duenotice.gateways.protocol import Gateway
from duenotice.gateways.surroundings import Surroundings

# From an agency sender's own settings, as decrypted JSON, and what the installation lends. Raises BadSettings.
Factory: TypeAlias = Callable[[Mapping[str, object], Surroundings], Gateway]

GATEWAYS: dict[str, Factory] = {
    "handset": handset.Handset.from_settings,
    "http": http.Http.from_settings,
    "smtp": smtp.Smtp.from_settings,
}
