"""网上填表: the forms that the public fills in, and the inbox of what was sent in."""
