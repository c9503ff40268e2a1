from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        # Models cannot be imported before all apps have theirs.
        from content.front_ends import offer_fields, public_clauses  # noqa: PLC0415
        from content.page_cards import public_cards  # noqa: PLC0415
        from datasets.public import tell_clauses_by, tell_page_cards_by  # noqa: PLC0415

        offer_fields()
        tell_clauses_by(public_clauses)
        tell_page_cards_by(public_cards)
