"""The web server's way in."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duenotice.settings")
application = get_wsgi_application()
import_module("duenotice.programs.journal").keep_flushing()
