"""Every setting of an installation. They come from the environment; docs/operating.md lists them."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from duenotice import environment

PACKAGE = Path(__file__).parent

DEBUG = environment.flag("DUENOTICE_DEBUG")
SECRET_KEY = environment.text("DUENOTICE_SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("DUENOTICE_SECRET_KEY takes at least 32 characters, kept secret and never changed")

# The address under which people reach this installation; links in messages and callbacks start with it.
PUBLIC_URL = environment.text("DUENOTICE_PUBLIC_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = environment.words("DUENOTICE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = PUBLIC_URL.startswith("https://")

# The handset gateway delivers to a page instead of to people: for demos and tests only.
HANDSET = environment.flag("DUENOTICE_HANDSET")
# Lets agencies' own gateways call addresses inside the installation's network.
PRIVATE_NETWORKS = environment.flag("DUENOTICE_PRIVATE_NETWORKS")

# The names under which our own mail servers write what they found out about an email's author (RFC 8601).
AUTHSERV_IDS = [name.lower() for name in environment.words("DUENOTICE_AUTHSERV_IDS")]

# The one host, or host:port, inside the installation's network that webhooks may call, by HTTP too: for tests and for trying it out.
WEBHOOK_PRIVATE_HOST = environment.text("DUENOTICE_WEBHOOK_PRIVATE_HOST").lower()

# Seconds that a lookup provider may take for an answer, and other addresses for some of them, as "twilio=http://localhost:9000": for tests.
LOOKUP_PATIENCE = environment.integer("DUENOTICE_LOOKUP_PATIENCE", 10, 1, 60)
LOOKUP_ADDRESSES = dict(pair.split("=", 1) for pair in environment.words("DUENOTICE_LOOKUP_ADDRESSES") if "=" in pair)

# Where Amazon SNS is, if not at Amazon: for tests.
SNS_ADDRESS = environment.text("DUENOTICE_SNS_ADDRESS").rstrip("/")

# How long the client portal takes to answer who asks for a code, known or not.
PORTAL_ANSWER_SECONDS = environment.integer("DUENOTICE_PORTAL_ANSWER_MILLISECONDS", 400, 0, 5000) / 1000

# How many calls of the API a program may make in a minute.
API_CALLS_A_MINUTE = environment.integer("DUENOTICE_API_CALLS_A_MINUTE", 1000, 10, 10_000_000)

# Read whether or not there is a pool here: nonsense stops the start of the whole, and not only of the web server later.
POOL_SIZE = environment.integer("DUENOTICE_DATABASE_POOL_SIZE", 16, 2, 200)
POOL = {"pool": {"min_size": 2, "max_size": POOL_SIZE, "timeout": 10}} if environment.flag("DUENOTICE_DATABASE_POOL") else {}
# Statements are prepared where the code asks for it (db/prepared.py), and never because they were run this often.
DATABASES = {"default": environment.database("DATABASE_URL", prepare_threshold=10**9, **POOL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mail that the product itself sends to its users (invitations, password resets); not the agencies' messages.
EMAIL_BACKEND = environment.text("DUENOTICE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = environment.text("DUENOTICE_EMAIL_HOST", "localhost")
EMAIL_PORT = environment.integer("DUENOTICE_EMAIL_PORT", 25, 1, 65535)
EMAIL_HOST_USER = environment.text("DUENOTICE_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("DUENOTICE_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("DUENOTICE_EMAIL_TLS")
EMAIL_TIMEOUT = 20
# Where the backend that keeps mail as files puts it.
EMAIL_FILE_PATH = environment.text("DUENOTICE_EMAIL_FOLDER") or None
DEFAULT_FROM_EMAIL = environment.text("DUENOTICE_EMAIL_FROM", "duenotice@localhost")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "duenotice.db",
    "duenotice.agencies",
    "duenotice.jobs",
    "duenotice.accounts",
    "duenotice.senders",
    "duenotice.programs",
    "duenotice.clients",
    "duenotice.contacts",
    "duenotice.events",
    "duenotice.words",
    "duenotice.messaging",
    "duenotice.flows",
    "duenotice.tickets",
    "duenotice.checkins",
    "duenotice.actions",
    "duenotice.lookups",
    "duenotice.uploads",
    "duenotice.webhooks",
    "duenotice.portal",
    "duenotice.web",
    "duenotice.api",
    "duenotice.cli",
]

MIDDLEWARE = [
    "duenotice.web.request_id.give_request_id",
    "django.middleware.security.SecurityMiddleware",
    "duenotice.api.door.door",
    "duenotice.callbacks.door.door",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "duenotice.urls"
WSGI_APPLICATION = "duenotice.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duenotice.web.chrome.chrome",
            ],
        },
    }
]

FORM_RENDERER = "duenotice.web.widgets.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Links to set a password, invitations among them, work for 24 hours and once (CJIS Security Policy IA-5).
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
# CJIS Security Policy AC-7: five wrong passwords within 15 minutes lock the account until an administrator releases it.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = ["username"]
# What Django's sign-in calls the email. With the model's own name for it, axes would count nothing.
AXES_USERNAME_FORM_FIELD = "username"
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # AC-7 locks the account, from wherever the guesses come
AXES_COOLOFF_TIME = None
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "web/account/locked_out.html"

# CJIS Security Policy AC-11, and so SC-10: a session ends with the browser, or after half an hour without a sign of somebody being there.
# Pages begin it anew (web/access.py), idle.js does for who types and sends nothing, and hides the page at the end.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "duenotice.web.errors.csrf_failure"
# Alerts name people: they stay on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# The largest file that can be uploaded; only its pieces are held in memory.
UPLOAD_MOST_BYTES = environment.integer("DUENOTICE_UPLOAD_MEGABYTES", 200, 1, 4096) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "duenotice.web.uploads.limit.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
FORMAT_MODULE_PATH = ["duenotice.web.formats"]

# Only `duenotice jobs` knows the tasks (runner/tasks.py); whoever enqueues names them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

STATIC_URL = "/static/"
STATIC_ROOT = environment.text("DUENOTICE_STATIC_ROOT", str(PACKAGE.parent / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {request_id} {name} {message}", "style": "{"}},
    "filters": {"request_id": {"()": "duenotice.web.request_id.InLog"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["request_id"]}},
    # It tells of every turn of every duty.
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": environment.text("DUENOTICE_LOG_LEVEL", "INFO")},
}
