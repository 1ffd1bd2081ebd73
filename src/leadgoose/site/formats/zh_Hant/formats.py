"""As Simplified Chinese: see there."""

from leadgoose.site.formats.zh_Hans.formats import *  # noqa: F403  one set of formats, three languages
