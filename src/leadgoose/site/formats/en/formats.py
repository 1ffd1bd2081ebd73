"""As Simplified Chinese: see there."""

from leadgoose.site.formats.zh_Hans.formats import *  # noqa: F403  one set of formats, three languages

YEAR_MONTH_FORMAT = "Y-m"
MONTH_DAY_FORMAT = "m-d"
