"""The product's settings, with one view more: the least that a page could be."""

from duenotice.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_urls"
