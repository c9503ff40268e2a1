"""Figures that may be published: counts of children by area and group, none of which tells of one child."""
