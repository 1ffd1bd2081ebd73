"""Django's settings, all from the environment (docs/settings.md). Nothing here holds a secret."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from leadgoose.site.env import Env

env = Env.of_process()

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.text("LEADGOOSE_VAR", "var")).resolve()

DEBUG = env.flag("LEADGOOSE_DEBUG", False)
SECRET_KEY = env.text("LEADGOOSE_SECRET_KEY")
VAULT_KEY_FILE = env.file("LEADGOOSE_VAULT_KEY_FILE")   # without it nothing starts
ALLOWED_HOSTS = env.words("LEADGOOSE_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
HTTPS = env.flag("LEADGOOSE_HTTPS", False)
CSRF_TRUSTED_ORIGINS = env.words("LEADGOOSE_ORIGINS", [])
DEMO = env.flag("LEADGOOSE_DEMO", False)                # log-in page lists the demonstration's accounts

TODAY = env.day("LEADGOOSE_TODAY")                       # a fixed day for demonstrations and tests; None: the real one

NOTICE = env.text("LEADGOOSE_NOTICE", "本系统为非涉密系统，严禁处理国家秘密")
IDLE_MINUTES = env.number("LEADGOOSE_IDLE_MINUTES", 30, 1, 24 * 60)
FONTS = Path(env.text("LEADGOOSE_FONTS", str(VAR / "fonts"))).resolve()

ROOT_URLCONF = "leadgoose.site.urls"
WSGI_APPLICATION = "leadgoose.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",   # allauth.mfa cannot do without; none of its pages has an address here
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "leadgoose.ground.access",
    "leadgoose.ground.vault",
    "leadgoose.ground.journal",
    "leadgoose.ground.look",
    "leadgoose.ground.press",
    "leadgoose.ground.jobs",
    "leadgoose.ground.duties",
    "leadgoose.ground.bylaws",
    "leadgoose.roster",
    "leadgoose.accounts",
    "leadgoose.production",
    "leadgoose.recordbook",
    "leadgoose.training",
    "leadgoose.elections",
    "leadgoose.rights",
    "leadgoose.reactions",
    "leadgoose.overview",
    "leadgoose.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "leadgoose.ground.access.middleware.NulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leadgoose.ground.access.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "leadgoose.site.middleware.TooManyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "leadgoose.ground.look.context.look",
                "leadgoose.site.menu.menu",
            ],
            "builtins": [
                "django.templatetags.i18n", "django.templatetags.static", "leadgoose.ground.look.templatetags.once",
                "leadgoose.ground.look.templatetags.look",
            ],
        },
    }
]

DATABASES = {"default": env.database(VAR / "leadgoose.sqlite3")}

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "leadgoose.ground.access.backend.LoginBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts.log_in"
LOGIN_REDIRECT_URL = "overview.home"

AXES_FAILURE_LIMIT = env.number("LEADGOOSE_LOGIN_FAILURES", 5, 3, 50)
AXES_COOLOFF_TIME = env.number("LEADGOOSE_LOGIN_LOCK_MINUTES", 15, 1, 24 * 60) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True   # earlier slips of the owner must not add up to a lock
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_CALLABLE = "leadgoose.accounts.web.log_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_IPWARE_PROXY_COUNT = None
AXES_VERBOSE = False

SYSLOG = env.syslog("LEADGOOSE_SYSLOG")                  # None: off
OIDC = env.oidc()                                        # None: off
SECOND_FACTOR = not DEMO   # a demonstration's ready accounts have none; the log-in page says so
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "leadgoose.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_TOLERANCE = 1   # half-minutes that a phone's clock may be off

SESSION_ENGINE = "leadgoose.ground.access.sessions"
SESSION_COOKIE_NAME = "leadgoose_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 3600   # of the row in the database: no session outlives a day, so that nothing has to note when it was last used
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "leadgoose.site.errors.bad_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"   # no session row is written for a notice
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "leadgoose_language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["leadgoose.site.formats"]
FORM_RENDERER = "leadgoose.ground.look.forms.Renderer"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(VAR / "files")}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.flag("LEADGOOSE_STATIC_MANIFEST", not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or env.flag("LEADGOOSE_STATIC_FINDERS", False)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.choice("LEADGOOSE_LOG_LEVEL", "WARNING", LOG_LEVELS)},
    "loggers": {"axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
