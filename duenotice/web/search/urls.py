"""The address of quick search; it stands below an agency's."""

from django.urls import path

from duenotice.web.search import views

urlpatterns = [path("search", views.quick_search_page, name="quick_search")]
