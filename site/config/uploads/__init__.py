"""What editors put on public pages: pictures without what the camera wrote, documents that are what they say."""
