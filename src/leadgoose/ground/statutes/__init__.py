"""Shipped regulations as dated, cited data; verdicts with reasons; quorums and dates as pure functions.

Everything here is standard library only: no Django, no clock, no translation catalogue. Start with
``rule("elec-quorum-four-fifths")`` and ``Verdict``; votes are in ``votes.py``, calendar rules in ``dates.py``,
the words in ``sentences.py``.
"""

from leadgoose.ground.statutes.citations import Citation, cite, cite_text
from leadgoose.ground.statutes.language import Lang, language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.statutes.shelf import Statutes, load, regulation, rule
from leadgoose.ground.statutes.texts import Parameter, Regulation, Rule, Strength, Value
from leadgoose.ground.statutes.verdicts import Names, Number, Reason, Verdict

__all__ = [
    "Citation",
    "Lang",
    "Names",
    "Number",
    "Parameter",
    "Reason",
    "Regulation",
    "Rule",
    "Statutes",
    "Strength",
    "Value",
    "Verdict",
    "cite",
    "cite_text",
    "language",
    "load",
    "regulation",
    "rule",
    "say",
]
