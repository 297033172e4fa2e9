"""How fast the hot paths are, each beside the best it could be, in the same run. See README.md in this folder."""
