"""Addresses of the pages about messages, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.messages import approval_views, compose_views, inbox_views, views

urlpatterns: list[URLPattern] = [
    path("feed/", views.dashboard, name="feed"),
    path("feed/part", views.feed_part, name="feed_part"),
    path("messages/", views.messages, name="messages"),
    path("messages/approval", approval_views.approval, name="approval"),
    path("messages/approval/approve", approval_views.approve, name="approve"),
    path("messages/approval/refuse", approval_views.refuse, name="refuse"),
    path("messages/<uuid:id>", views.message, name="message"),
    path("messages/<uuid:id>/cancel", views.message_cancel, name="message_cancel"),
    path("messages/<uuid:id>/now", views.message_now, name="message_now"),
    path("messages/<uuid:id>/nothing-to-do", inbox_views.nothing_to_do, name="nothing_to_do"),
    path("messages/<uuid:id>/opt-out", inbox_views.opt_out_sender, name="opt_out_sender"),
    path("inbox/", inbox_views.inbox, name="inbox"),
    path("inbox/part", inbox_views.inbox_part, name="inbox_part"),
    path("inbox/<uuid:address>", inbox_views.conversation, name="conversation"),
    path("compose/<str:kind>/<uuid:id>", compose_views.compose, name="compose"),
    path("compose/<str:kind>/<uuid:id>/fill", compose_views.compose_fill, name="compose_fill"),
    path("compose/<str:kind>/<uuid:id>/preview", compose_views.compose_preview, name="compose_preview"),
]
