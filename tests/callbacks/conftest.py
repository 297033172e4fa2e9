"""Pages without a browser, as the tests of pages have them."""

from tests.web.conftest import visit, words

__all__ = ["visit", "words"]
