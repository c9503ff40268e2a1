"""The first policies, directory and figures: a city goes on from here in the page editor."""
