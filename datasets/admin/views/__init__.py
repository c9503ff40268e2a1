"""Lists that somebody narrows without code, keeps as views, and changes as a whole."""
