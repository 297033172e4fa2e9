"""Marks words for people in rooms that know no Django. They are kept in English, and translated where they are shown."""


def gettext_noop(words: str) -> str:
    """The words as they are; `make messages` collects them. Particulars, such as a carrier's code, stand in parentheses after them."""
    return words
