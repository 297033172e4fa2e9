"""Admin: the users of an agency and their roles (P1)."""
