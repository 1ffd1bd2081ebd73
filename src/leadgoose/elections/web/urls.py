"""Addresses of elections."""

from django.urls import URLPattern, path, re_path

from leadgoose.elections.web import reminder
from leadgoose.elections.web.desk.urls import urlpatterns as desk
from leadgoose.elections.web.paper_urls import urlpatterns as papers

urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/reminder/", reminder.reminder, name="elections.reminder"),
    re_path(
        r"^o/(?P<organisation>[^/]+)/reminder\.(?P<form>pdf|docx)$", reminder.reminder_paper, name="elections.reminder_paper"
    ),
    path("o/<str:organisation>/reminder/sheet-<int:sheet>.png", reminder.reminder_picture, name="elections.reminder_picture"),
    path("o/<str:organisation>/reminder/send/", reminder.send_reminder, name="elections.send_reminder"),
    path("o/<str:organisation>/reminder/note/", reminder.note_reminder, name="elections.note_reminder"),
    path(
        "o/<str:organisation>/reminder/<int:reminder>/withdraw/", reminder.withdraw_reminder, name="elections.withdraw_reminder"
    ),
    *desk,
    *papers,
]
