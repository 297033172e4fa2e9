"""Words that only the recipient may read: kept sealed, and put into a message as it is handed off."""

from duenotice.messaging.models import Message
from duenotice.senders import credentials

HIDDEN = "******"


def conceal(secret: str) -> str:
    """The secret as a message may keep it."""
    return credentials.seal({"secret": secret}).decode()


def reveal(message: Message, words: str) -> str:
    """The words with the message's secret in its place. Raises CannotOpen where the installation's key is another by now."""
    return words.replace(HIDDEN, str(credentials.open(message.secret.encode())["secret"])) if message.secret else words
