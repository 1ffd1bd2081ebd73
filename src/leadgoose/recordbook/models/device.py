"""Devices that took names along, and whether anything may be taken along at all."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Device(models.Model):
    """A phone or tablet of one account. Its key is made by the device; what it holds the server does not know, only when it last took names along."""

    key = models.CharField(max_length=16, unique=True)
    login = models.CharField(max_length=40)
    name = models.CharField(max_length=40)                         # as its owner calls it
    filled_at = models.DateTimeField()                             # last time that names went out to it
    seen_at = models.DateTimeField()                               # last contact with something to write
    clock_ahead = models.IntegerField(null=True)                   # seconds, at the last contact
    ended_at = models.DateTimeField(null=True)                     # lost or given away: refused, and told to forget everything
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["login"], name="recordbook_devices")]

    def __str__(self) -> str:
        return self.key


class OfflineSwitch(models.Model):
    """Whether devices and files may be used. Each switching is a row with its reason; the newest holds; none: they may."""

    allowed = models.BooleanField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
