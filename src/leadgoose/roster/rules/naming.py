"""What the name of an organisation says of its kind (pure). Files name organisations by their full names, in either script."""

from __future__ import annotations

import re

from leadgoose.roster.kinds import BRANCHES, OrgKind

LONGEST = 80
_ENDINGS = (
    (OrgKind.GENERAL_BRANCH, re.compile("(党|黨)(总|總)支(部)?(委员会|委員會)?$")),
    (OrgKind.JOINT_BRANCH, re.compile("(联合|聯合)(党|黨)?支部$")),
    (OrgKind.TEMPORARY_BRANCH, re.compile("(临时|臨時)(党|黨)?支部$")),
    (OrgKind.COMMITTEE, re.compile("(党|黨)委(员会|員會)?$")),
    (OrgKind.GROUP, re.compile("(党|黨)小(组|組)$")),
)
_BRANCH = re.compile("支部(委员会|委員會)?$")


def kind_of(name: str) -> OrgKind:
    """What a name says of its organisation; any other name is a branch's, since it has members."""
    return next((kind for kind, ending in _ENDINGS if ending.search(name)), OrgKind.BRANCH)


def fits(kind: OrgKind, name: str) -> bool:
    """Whether the next register that names it so would take it for what it is: 党总支, 党小组, 党委 end so; every branch ends in 支部.

    A joint or temporary branch need not say what it is, but an ordinary branch must not call itself one.
    """
    said = kind_of(name)
    if kind in BRANCHES:
        return bool(_BRANCH.search(name)) and said in {kind, OrgKind.BRANCH}
    return said is kind
