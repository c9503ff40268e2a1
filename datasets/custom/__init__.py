"""Collections and fields that somebody defined in the admin, as Django models like the built-in ones."""
