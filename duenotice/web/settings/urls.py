"""Addresses of Admin, Settings and Agency phones and emails, inside an agency."""

from django.urls import URLPattern, path

from duenotice.web.settings import costs, health_views, sender_views, trial_views, views

urlpatterns: list[URLPattern] = [
    path("settings/", views.settings, name="settings"),
    path("settings/live-mode", views.live_mode, name="live_mode"),
    path("settings/simulate-mode", views.simulate_mode, name="simulate_mode"),
    path("settings/pause", views.pause, name="pause_sending"),
    path("settings/resume", views.resume, name="resume_sending"),
    path("cost", costs.cost, name="cost"),
    path("senders/", sender_views.senders, name="senders"),
    path("senders/new/<str:kind>", sender_views.new_sender, name="new_sender"),
    path("senders/<uuid:id>", sender_views.sender, name="sender"),
    path("senders/<uuid:id>/try", trial_views.try_sender, name="try_sender"),
    path("gateway-health", health_views.health, name="gateway_health"),
]
