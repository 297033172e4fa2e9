"""Signing in and out, passwords, and the way to one's agency."""
