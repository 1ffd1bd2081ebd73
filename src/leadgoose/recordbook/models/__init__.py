"""Tables of the record book: the plan, records with their versions, who attended, what was resolved, papers, who may record, devices."""

from leadgoose.recordbook.models.attendance import Attendance
from leadgoose.recordbook.models.device import Device, OfflineSwitch
from leadgoose.recordbook.models.office import Draft, Entrustment, Excuse, Group
from leadgoose.recordbook.models.paper import Attachment, EarlierBook
from leadgoose.recordbook.models.plan import PlanItem
from leadgoose.recordbook.models.record import Record, RecordText, Version
from leadgoose.recordbook.models.resolution import Resolution

__all__ = [
    "Attachment", "Attendance", "Device", "Draft", "EarlierBook", "Entrustment", "Excuse", "Group", "OfflineSwitch", "PlanItem", "Record", "RecordText",
    "Resolution", "Version",
]
