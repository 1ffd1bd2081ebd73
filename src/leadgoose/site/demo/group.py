"""An invented group of companies (pure): a group's committee, companies below it, general branches, branches, members in every state of the watch.

Each company is invented by itself from its number, so that several processes make the same group as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from leadgoose.site.demo.branches import plans
from leadgoose.site.demo.files import Branch, general_branches, invent
from leadgoose.site.demo.people import Somebody, id_number

NAME = "示例集团党委"
BRANCHES_EACH = 400
COMPANY_SINCE, GENERAL_SINCE = date(1999, 7, 1), date(2009, 3, 18)


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the group: its committee's name, its general branches with their committees, and its branches in order."""

    number: int
    name: str
    generals: dict[str, list[Somebody]]
    branches: tuple[Branch, ...]

    @property
    def people(self) -> Iterator[Somebody]:
        return (one for branch in self.branches for one in branch.people)

    def in_order(self) -> Iterator[tuple[str, list[Branch]]]:
        """(name of a general branch or "", its branches), as they first occur."""
        found: dict[str, list[Branch]] = {}
        for branch in self.branches:
            found.setdefault(branch.plan.general, []).append(branch)
        return iter(found.items())


def company(number: int, branches: int, members: int, on: date, seed: int) -> Company:
    """The company of a number (0 to 9999): names with its own number before them, ID numbers with an area code of its own."""
    random, taken = Random(f"{seed}/{number}"), set[str]()
    short = f"第{number:03d}公司"
    found = []
    for branch in invent(plans(branches, members), on, random.randrange(2**32)):
        plan = replace(
            branch.plan, name=short + branch.plan.name, general=short + branch.plan.general if branch.plan.general else "", unit=short + branch.plan.unit,
        )
        people = tuple(
            replace(one, branch=plan.name, id_number=id_number(random, date.fromisoformat(one.birth_date), one.gender, taken, number))
            for one in branch.people
        )
        found.append(replace(branch, plan=plan, people=people))
    return Company(number, f"示例{short}党委", general_branches(found), tuple(found))


def sizes(branches: int, members: int) -> list[tuple[int, int]]:
    """(branches, members) of each company: as many companies of about BRANCHES_EACH as are needed."""
    count = max(1, round(branches / BRANCHES_EACH))
    each = [branches // count + (number < branches % count) for number in range(count)]
    return [(own, round(members * own / branches)) for own in each]
