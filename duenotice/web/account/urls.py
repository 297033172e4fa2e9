"""Addresses for signing in and out, passwords, and choosing an agency; they stand outside any agency."""

from django.urls import path

from duenotice.web.account import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.sign_in, name="sign_in"),
    path("still-here", views.still_here, name="still_here"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("agencies", views.switch_agency, name="switch_agency"),
    path("agencies/<uuid:id>/accept", views.accept, name="accept_invitation"),
    path("agencies/<uuid:id>/decline", views.decline, name="decline_invitation"),
    path("language", views.language, name="language"),
    path("password", views.password_change, name="password_change"),
    path("password/changed", views.password_changed, name="password_changed"),
    path("password/forgotten", views.password_reset, name="password_reset"),
    path("password/mailed", views.password_mailed, name="password_mailed"),
    path("password/reset/<uidb64>/<token>/", views.password_set_by_link, name="password_set_by_link"),
    path("invitation/<uidb64>/<token>/", views.invitation, name="invitation"),
    path("password/ready", views.password_ready, name="password_ready"),
]
