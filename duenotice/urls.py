"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duenotice.callbacks.urls")),
    path("", include("duenotice.portal.urls")),
    path("", include("duenotice.web.urls")),
]

handler400 = "duenotice.web.errors.bad_request"
handler403 = "duenotice.web.errors.forbidden"
handler404 = "duenotice.web.errors.not_found"
handler500 = "duenotice.web.errors.server_error"
