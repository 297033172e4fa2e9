"""Help: guides, the glossary, and how the platform is built (product N)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from duenotice.web.access import MEMBER, PageRequest, page
from duenotice.web.help.topics import TOPICS, template_of


@page(MEMBER)
def help_list(request: PageRequest) -> HttpResponse:
    """What there is to read."""
    return render(request, "web/help/list.html", {"topics": TOPICS})


@page(MEMBER)
def help_topic(request: PageRequest, topic: str) -> HttpResponse:
    """One guide."""
    if topic not in TOPICS:
        raise Http404("no such guide")
    return render(request, "web/help/topic.html", {"topic": TOPICS[topic], "guide": template_of(topic), "topics": TOPICS, "here": topic})
