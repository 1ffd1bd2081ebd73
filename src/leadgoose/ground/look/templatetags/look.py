"""Filters and tags that pages share."""

from __future__ import annotations

from django import template

register = template.Library()
