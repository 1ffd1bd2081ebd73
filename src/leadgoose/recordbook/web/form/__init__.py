"""The form of a record: what it proposes, what was typed into it, and how that becomes an entry and back.

A form is a flat mapping of names to texts, as the browser posts it; `proposals` makes the first, `reading` turns one into an entry, `showing`
turns an entry into one, `rows` lays one out for the template.
"""
