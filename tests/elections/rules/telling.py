"""What a verdict says, short: codes with + (met) or - (not met); every reason is also said in all languages."""

from collections.abc import Iterable

from leadgoose.ground.statutes import Reason, rule, say


def told(reasons: Iterable[Reason]) -> list[str]:
    found = []
    for reason in reasons:
        assert rule(reason.rule) and isinstance(reason.met, bool)
        assert all(say(reason, lang) and "{" not in say(reason, lang) for lang in ("zh-Hans", "zh-Hant", "en"))
        found.append(("+" if reason.met else "-") + reason.code.partition(".")[2])
    return found
