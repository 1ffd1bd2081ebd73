"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")
application = get_wsgi_application()

from leadgoose.ground.vault.actions import check_key  # noqa: E402  needs what the line above set up

check_key()   # with another database's key nothing is served
