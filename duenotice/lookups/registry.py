"""Every provider that asks somebody over the network. Adding one is a file in providers/ and a name here."""

from collections.abc import Mapping
from types import MappingProxyType

from duenotice.lookups.protocol import Provider
from duenotice.lookups.providers import gravatar, people_data_labs, trestle, twilio

PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {one.PROVIDER.key: one.PROVIDER for one in (twilio, trestle, people_data_labs, gravatar)}
)
OFFLINE = "offline"
