"""Draws Django's forms as the house's parts: label, control, hint, and the error at the field. Settings: FORM_RENDERER."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """`{{ form }}` draws all fields; `{{ form.name.as_field_group }}` one. Widgets need no class."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"
