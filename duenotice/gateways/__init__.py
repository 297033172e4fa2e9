"""Adapters to carriers and mail services. No Django, no database: settings are handed in, and vendors' words stop here."""
