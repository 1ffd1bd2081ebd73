"""Tables of the record book: the plan, records with their versions, who attended, what was resolved, papers, who may record, devices."""

from leadgoose.recordbook.models.attendance import Attendance
from leadgoose.recordbook.models.device import Device, OfflineSwitch
from leadgoose.recordbook.models.found import CommonText, Rebuilding, RecordText, Resemblance, Sketch
from leadgoose.recordbook.models.office import Draft, Entrustment, Excuse
from leadgoose.recordbook.models.paper import Attachment, EarlierBook
from leadgoose.recordbook.models.plan import PlanItem
from leadgoose.recordbook.models.record import Record, Version
from leadgoose.recordbook.models.resolution import Resolution

__all__ = [
    "Attachment", "Attendance", "CommonText", "Device", "Draft", "EarlierBook", "Entrustment", "Excuse", "OfflineSwitch", "PlanItem", "Rebuilding",
    "Record", "RecordText", "Resemblance", "Resolution", "Sketch", "Version",
]
