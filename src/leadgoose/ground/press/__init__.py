"""Papers: one description of a paper, made into PDF and DOCX. Import from `printing` (PDF, lists), `word` (DOCX) and `letter` (official letters)."""
