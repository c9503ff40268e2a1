"""What the public site's own tools hang into Wagtail's admin. One line each."""

from wagtail import hooks

from content.admin.headless_preview import preview_buttons, preview_urls
from content.admin.policy_intake import IntakeMenuItem, intake_urls
from content.editing import (
    lead_reviewers_home,
    leave_out_drafts,
    leave_out_publishing,
    name_log_actions,
    refuse_to_move_others,
    refuse_to_publish_many,
    refuse_to_skip_review,
    say_what_to_read,
    say_why_it_came_back,
)
from content.guide import guide_menu_item, guide_urls

hooks.register("register_admin_urls", intake_urls)
hooks.register("register_admin_menu_item", IntakeMenuItem)
hooks.register("register_admin_urls", preview_urls)
hooks.register("register_page_header_buttons", preview_buttons)
hooks.register("before_publish_page", refuse_to_skip_review)
hooks.register("before_bulk_action", refuse_to_publish_many)
hooks.register("before_move_page", refuse_to_move_others)
hooks.register("construct_page_chooser_queryset", leave_out_drafts)
hooks.register("construct_page_action_menu", leave_out_publishing)
hooks.register("before_edit_page", say_what_to_read)
hooks.register("before_edit_page", say_why_it_came_back)
hooks.register("after_edit_page", lead_reviewers_home)
hooks.register("register_log_actions", name_log_actions)
hooks.register("register_admin_urls", guide_urls)
hooks.register("register_help_menu_item", guide_menu_item)
