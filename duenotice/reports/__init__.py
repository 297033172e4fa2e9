"""Lists and the whole agency as files, made in the background."""
