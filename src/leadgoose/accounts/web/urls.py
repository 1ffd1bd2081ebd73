"""Addresses of accounts and of the journal."""

from django.urls import path

from leadgoose.accounts.web import account, committee, journal, listing, log_in, mine

urlpatterns = [
    path("login/", log_in.log_in, name="accounts.log_in"),
    path("logout/", log_in.log_out, name="accounts.log_out"),
    path("password/", mine.change_password, name="accounts.change_password"),
    path("me/", mine.me, name="accounts.me"),
    path("me/language/", mine.set_language, name="accounts.set_language"),
    path("committees/new/", committee.create_committee, name="accounts.create_committee"),
    path("o/<str:realm>/accounts/", listing.accounts, name="accounts.accounts"),
    path("o/<str:realm>/accounts/new/", listing.open_account, name="accounts.open_account"),
    path("a/<str:account>/", account.account, name="accounts.account"),
    path("a/<str:account>/roles/", account.grant_role, name="accounts.grant_role"),
    path("a/<str:account>/roles/<int:grant>/end/", account.end_role, name="accounts.end_role"),
    path("a/<str:account>/password/", account.reset_password, name="accounts.reset_password"),
    path("a/<str:account>/close/", account.close_account, name="accounts.close_account"),
    path("o/<str:book>/journal/", journal.entries, name="journal.entries"),
    path("o/<str:realm>/journal/export/", journal.export, name="journal.export"),
]
