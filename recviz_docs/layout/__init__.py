"""Placeholder opened by the room that owns it."""
