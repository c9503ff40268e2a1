"""Collections and fields of one's own: defined, changed, put out of use and taken into use again."""
