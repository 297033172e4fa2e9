"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path

from duenotice.api.docs import docs, openapi

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("duenotice.callbacks.urls")),
    path("", include("duenotice.portal.urls")),
    path("", include("duenotice.web.urls")),
    # The operations themselves do not come this far in: duenotice/api/door.py.
    path("v1/openapi.json", openapi, name="api_document"),
    path("v1/docs", docs, name="api_docs"),
]

handler400 = "duenotice.web.errors.bad_request"
handler403 = "duenotice.web.errors.forbidden"
handler404 = "duenotice.web.errors.not_found"
handler500 = "duenotice.web.errors.server_error"
