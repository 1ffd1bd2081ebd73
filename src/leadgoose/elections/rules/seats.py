"""Does the number of seats fit the body that is elected? A branch committee 3 to 5, as a rule at most 7; a general branch's 5 to 7, at most 9.

The bounds that the texts call usual are told and stop nothing; the others stop. Sources: ``branch-committee-size``,
``soe-size-general-branch``.
"""

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict

_BRANCH, _GENERAL = rule("branch-committee-size"), rule("soe-size-general-branch")


def judge(general: bool, seats: int) -> Verdict:
    """Whether a committee of so many may be elected; ``general``: of a general branch."""
    spoken = _GENERAL if general else _BRANCH
    names = ("general_branch_min", "general_branch_usual_max", "general_branch_max") if general else ("usual_min", "usual_max", "max")
    least, usual, most = (spoken.integer(name) for name in names)
    numbers: dict[str, Number] = {"seats": seats, "least": least, "usual": usual, "most": most}
    if general and seats > most:
        return Verdict.of([Reason("elections.seats-above", spoken.id, numbers, met=False)])
    if not general and seats < least:
        return Verdict.of([Reason("elections.seats-below", spoken.id, numbers, met=False)])
    code = "elections.seats-fit" if least <= seats <= usual else "elections.seats-unusual"
    return Verdict.of([Reason(code, spoken.id, numbers)])
