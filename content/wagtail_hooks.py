"""What the public site's own tools hang into Wagtail's admin. One line each."""

from wagtail import hooks

from content.admin.policy_intake import IntakeMenuItem, intake_urls

hooks.register("register_admin_urls", intake_urls)
hooks.register("register_admin_menu_item", IntakeMenuItem)
