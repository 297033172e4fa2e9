"""Addresses of Admin, Users and Roles; they stand below an agency's."""

from django.urls import path

from duenotice.web.people import presses, roles, users

urlpatterns = [
    path("users/", users.users, name="users"),
    path("users/invite", users.invite_user, name="invite_user"),
    path("users/<uuid:id>", users.user, name="user"),
    path("users/<uuid:id>/disable", presses.disable_user, name="disable_user"),
    path("users/<uuid:id>/enable", presses.enable_user, name="enable_user"),
    path("users/<uuid:id>/release-lock", presses.release_lock, name="release_lock"),
    path("users/<uuid:id>/invite-again", presses.invite_user_again, name="invite_user_again"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new", roles.new_role, name="new_role"),
    path("roles/<uuid:id>", roles.role, name="role"),
    path("roles/<uuid:id>/delete", roles.delete, name="delete_role"),
]
