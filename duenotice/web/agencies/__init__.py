"""Founding agencies, for Super Admins."""
