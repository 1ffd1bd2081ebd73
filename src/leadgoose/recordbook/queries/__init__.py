"""What pages, papers and other subjects ask of the record book. Each page has a module of its own."""
