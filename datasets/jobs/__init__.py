"""Work that outlives a request: begun at once or queued, held by one process, followed on a board."""
