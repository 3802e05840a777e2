"""Judges of a trace that know nothing of how it was recorded."""
