"""Fields that many forms ask for, with their sentences: a day, a whole number within bounds, a line of words, boxes to tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DAY = _("请按 2026-11-23 的样式填写日期。")


def day_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day, chosen or typed as 2026-11-23."""
    return forms.DateField(
        label=label, required=required, help_text=hint, input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期。"), "invalid": DAY},
    )


def number_field(label: Any, least: int, most: int, *, required: bool = True, hint: Any = "") -> forms.IntegerField:
    """A whole number within bounds."""
    said = format_lazy(_("请填 {least} 至 {most} 的整数。"), least=least, most=most)
    errors: dict[str, Any] = {"required": said, "invalid": said, "min_value": said, "max_value": said}
    return forms.IntegerField(label=label, required=required, min_value=least, max_value=most, help_text=hint, error_messages=errors)


def text_field(label: Any, most: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    """One line of words."""
    errors: dict[str, Any] = {"required": _("请填写这一项。"), "max_length": _("太长，最多 %(limit_value)s 个字。")}
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint, error_messages=errors)


def several(label: Any, choices: Any, *, hint: Any = "", missing: Any = "") -> forms.MultipleChoiceField:
    """Any number of choices, as boxes to tick; at least one where it is said what to say when none is."""
    errors = {"required": missing} if missing else {}
    return forms.MultipleChoiceField(
        label=label, required=bool(missing), choices=choices, help_text=hint, widget=forms.CheckboxSelectMultiple, error_messages=errors,
    )
