"""This door in its own words: the OpenAPI document, made of the models' declarations and of Wagtail's."""
