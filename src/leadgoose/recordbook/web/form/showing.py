"""An entry as a form again: for a correction, which starts from what stands."""

from __future__ import annotations

from leadgoose.recordbook.rules.entry import Entry, Guest, Named, Stand
from leadgoose.recordbook.web.form.reading import SUMS
from leadgoose.recordbook.web.form.values import MATTERS, PAPER, SPEECHES, TOPICS, Ground, Values


def values_of(entry: Entry, ground: Ground) -> Values:
    """Reading the result gives the entry back, but for people whom the register of the day knows otherwise."""
    known = ground.people
    values: Values = {
        "key": entry.key, "plan": entry.plan, "title": entry.title, "group": entry.group, "level": entry.level.value, "chair": entry.chair.name,
        "recorder": entry.recorder.name, "online": "1" if entry.online else "", "for_year": str(entry.for_year or ""),
        "mode": PAPER if entry.paper_original else "", "paper_page": entry.paper_page, "topics": str(max(TOPICS, len(entry.topics) + 1)),
        "guests": "\n".join(one.line for one in entry.guests if not one.member),
        "hosted": "、".join([*(one.name for one in entry.people if one.key not in known), *(_hosted(one) for one in entry.guests if one.member)]),
        "sittings": str(len(entry.sittings)), "speeches": str(max(SPEECHES, len(entry.speeches) + 1)), "matters": str(max(MATTERS, len(entry.matters) + 1)),
    }
    for row, one in enumerate(entry.sittings):
        end = f"-{row}" if row else ""
        values |= {
            f"on{end}": one.on.isoformat(), f"place{end}": one.place, f"start{end}": one.start.isoformat("minutes") if one.start else "",
            f"end{end}": one.end.isoformat("minutes") if one.end else "",
        }
    _people(entry, values)
    _lists(entry, values)
    for code, text in entry.fields.items():
        values[f"f-{code}"] = text
    for own in ground.rule.fields:
        if own.kind == "person":
            key = entry.fields.get(f"{own.code}_key", "")
            values[f"f-{own.code}"], values[f"f-{own.code}-other"] = key, "" if key else entry.fields.get(own.code, "")
    return {name: text for name, text in values.items() if text}


def _hosted(one: Guest) -> str:
    """As the form asks for it: 姓名（支部名）."""
    return f"{one.name}（{one.post}）" if one.post else one.name


def _people(entry: Entry, values: Values) -> None:
    for one in entry.people:
        if one.stand is not Stand.UNSAID:
            values[f"p-{one.key}"] = f"{one.stand}:{one.reason}" if one.reason else one.stand.value
        values[f"n-{one.key}"] = one.note
        values[f"s-{one.key}"] = str(one.sitting)


def _lists(entry: Entry, values: Values) -> None:
    for row, topic in enumerate(entry.topics):
        values |= {
            f"t-text-{row}": topic.text, f"t-papers-{row}": "、".join(one.name for one in topic.papers), **_who(f"t-by-{row}", f"t-other-{row}", topic.by),
        }
    for row, speech in enumerate(entry.speeches):
        values |= {f"sp-point-{row}": speech.point, f"sp-differs-{row}": speech.differs, **_who(f"sp-who-{row}", f"sp-other-{row}", speech.who)}
    for row, matter in enumerate(entry.matters):
        values |= {
            f"m-key-{row}": matter.key, f"m-text-{row}": matter.text, f"m-due-{row}": matter.due_on.isoformat() if matter.due_on else "",
            f"m-check-{row}": matter.check_on.isoformat() if matter.check_on else "", **_who(f"m-owner-{row}", f"m-other-{row}", matter.owner),
        }
        if matter.vote is not None:
            vote = matter.vote
            values |= {
                f"m-vote-{row}": SUMS, f"m-kind-{row}": vote.kind.value, f"m-for-{row}": str(vote.favour), f"m-against-{row}": str(vote.against),
                f"m-abstain-{row}": str(vote.abstain), f"m-secret-{row}": "1" if vote.secret else "", f"m-wfor-{row}": str(vote.written_favour or ""),
                f"m-wagainst-{row}": str(vote.written_against or ""),
            }
    for closing in entry.closings:
        values |= {f"c-{closing.resolution}": closing.how.value, f"cn-{closing.resolution}": closing.note}


def _who(chosen: str, other: str, who: Named) -> Values:
    return {chosen: who.key, other: "" if who.key else who.name}
