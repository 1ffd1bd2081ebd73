"""Papers: one description of a paper, made into PDF and DOCX.

Import from `printing` (PDF, lists, pictures), `letter` (the description of an official letter) and `word` (DOCX).
"""
