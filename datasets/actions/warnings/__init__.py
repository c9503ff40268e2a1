"""Early warning: rules are kept, what they find is worked out, false alarms are muted."""
