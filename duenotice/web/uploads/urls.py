"""Addresses of Admin, Uploads, inside an agency."""

from django.urls import path

from duenotice.web.uploads import deciding, presses, views

ONE = "uploads/<uuid:id>/"

urlpatterns = [
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/sample.csv", views.sample, name="upload_sample"),
    path(ONE, views.upload, name="upload"),
    path(f"{ONE}watch", views.watch, name="upload_watch"),
    path(f"{ONE}columns", views.columns, name="upload_columns"),
    path(f"{ONE}shape", views.shape, name="upload_shape"),
    path(f"{ONE}rows/<int:number>/", deciding.row, name="upload_row"),
    path(f"{ONE}rejects.csv", views.rejects, name="upload_rejects"),
    path(f"{ONE}check", presses.check, name="check_upload"),
    path(f"{ONE}run", presses.run, name="run_upload"),
    path(f"{ONE}undo", presses.undo, name="undo_upload"),
]
