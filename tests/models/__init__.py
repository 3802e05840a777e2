"""Tiny models for tests, and how they are loaded."""
