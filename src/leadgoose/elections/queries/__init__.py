"""Rows of elections as small frozen dataclasses, with a constant number of queries."""
