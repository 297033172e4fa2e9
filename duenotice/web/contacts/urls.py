"""Addresses of the pages about contacts; they stand below an agency's."""

from django.urls import path

from duenotice.web.contacts import presses, views

ONE = "contacts/<uuid:id>/"

urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/count", views.contacts_count, name="contacts_count"),
    path("contacts/contacts.csv", views.contacts_csv, name="contacts_csv"),
    path(ONE, views.contact, name="contact"),
    path(f"{ONE}save", views.save, name="save_contact"),
    path(f"{ONE}replace", views.replace, name="replace_contact"),
    path(f"{ONE}opt-out", presses.opt_out_contact, name="opt_out_contact"),
    path(f"{ONE}opt-in", presses.opt_in_contact, name="opt_in_contact"),
    path(f"{ONE}archive", presses.archive_contact, name="archive_contact"),
    path(f"{ONE}trash", presses.trash_contact, name="trash_contact"),
    path(f"{ONE}restore", presses.restore_contact, name="restore_contact"),
    path(f"{ONE}undo/<uuid:undo_id>", presses.undo_contact, name="undo_contact"),
    path(f"{ONE}check-again", presses.check_contact_again, name="check_contact_again"),
    path(f"{ONE}mark-valid", presses.mark_contact_valid, name="mark_contact_valid"),
    path(f"{ONE}use-voice", presses.use_voice, name="use_voice"),
    path(f"{ONE}confirm", presses.confirm_found_contact, name="confirm_contact"),
    path(f"{ONE}social-profiles", views.social_profile, name="social_profile"),
    path(f"{ONE}social-profiles/<uuid:profile_id>/remove", presses.remove_social_profile, name="remove_social_profile"),
]
