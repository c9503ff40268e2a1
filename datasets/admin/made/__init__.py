"""The screens of collections of one's own: those of the built-in ones, told by definitions."""
