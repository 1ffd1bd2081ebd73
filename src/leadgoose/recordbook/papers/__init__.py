"""The printed record book: a record's sheet, an empty sheet to fill by hand, the bound book of a year."""
