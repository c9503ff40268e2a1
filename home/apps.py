from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        # By its name: what it watches are models, which this module is loaded before.
        import_module("home.page_cache.watching").watch_public_pages()
