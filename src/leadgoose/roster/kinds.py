"""The closed lists of the register: kinds of organisation, standings of a member, posts, how a post came about (pure)."""

from __future__ import annotations

from enum import StrEnum


class OrgKind(StrEnum):
    COMMITTEE = "committee"              # 党委
    GENERAL_BRANCH = "general_branch"    # 党总支
    BRANCH = "branch"                    # 党支部
    JOINT_BRANCH = "joint_branch"        # 联合党支部
    TEMPORARY_BRANCH = "temporary_branch"  # 临时党支部
    GROUP = "group"                      # 党小组


BRANCHES = (OrgKind.BRANCH, OrgKind.JOINT_BRANCH, OrgKind.TEMPORARY_BRANCH)
"""Kinds that members belong to."""
HOMES = (OrgKind.BRANCH, OrgKind.JOINT_BRANCH)
"""Kinds that a membership can be transferred to: in a temporary branch people take part while it stays where it is (branch-temporary)."""
WITH_TERMS = (OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH, OrgKind.BRANCH, OrgKind.JOINT_BRANCH)
"""Kinds that elect; a temporary branch's leaders are designated (branch-temporary)."""


class Standing(StrEnum):
    PROBATIONARY = "probationary"        # 预备党员
    FULL = "full"                        # 正式党员


class PostKind(StrEnum):
    SECRETARY = "secretary"              # 书记
    DEPUTY_SECRETARY = "deputy_secretary"  # 副书记
    ORGANISATION = "organisation"        # 组织委员
    PUBLICITY = "publicity"              # 宣传委员
    DISCIPLINE = "discipline"            # 纪检委员
    COMMISSIONER = "commissioner"        # 委员, division of work unknown
    GROUP_LEADER = "group_leader"        # 党小组组长


COMMITTEE_POSTS = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.DISCIPLINE, PostKind.COMMISSIONER)
"""Posts that make somebody a member of the branch committee."""


class CameBy(StrEnum):
    """How a post came about; of a group's leader "elected" is 党小组推荐 and "designated" 党支部指定 (branch-group)."""

    ELECTED = "elected"                  # 选举
    DESIGNATED = "designated"            # 上级指派
    APPOINTED = "appointed"              # 任免文件
    UNKNOWN = "unknown"                  # 资料未知


class RestrictionKind(StrEnum):
    PROBATION_IN_PARTY = "probation_in_party"   # 留党察看
    SUSPENDED = "suspended"                     # 被留置、逮捕，中止党员权利


class UnitKind(StrEnum):
    PRODUCTION = "production"            # 生产单位 (队、车间)
    SUPPORT = "support"                  # 后勤、服务
    OFFICE = "office"                    # 机关、科研
    RETIRED = "retired"                  # 离退休
    UNKNOWN = "unknown"
