"""Who sits in the leading group: lines of a list, sentences, tables."""
