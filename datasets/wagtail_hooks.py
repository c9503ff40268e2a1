"""What the collections hang into Wagtail's admin. One line each; the work is done where the names come from."""

from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from datasets.admin.access_log import access_log_menu_item, access_log_urls, reading_permissions
from datasets.admin.dashboard import add_archive_panel
from datasets.admin.definitions.addresses import (
    definition_permissions,
    definition_urls,
    definitions_menu_item,
)
from datasets.admin.gates import sessions
from datasets.admin.gates.addresses import gate_urls, second_factor_item, sign_out_item
from datasets.admin.gates.passwords import watch_new_password
from datasets.admin.ledgers.addresses import ledger_menu_items, ledger_urls
from datasets.admin.made.addresses import made_menu_item, made_urls
from datasets.admin.menus import CHOOSERS, ArchiveGroup, DutyGroup, ReferenceGroup
from datasets.admin.proposing.addresses import proposing_menu_item, proposing_urls
from datasets.admin.public_forms.addresses import (
    inbox_menu_item,
    public_form_permissions,
    public_form_urls,
    public_forms_menu_item,
)
from datasets.admin.referrals.addresses import (
    received_menu_item,
    referral_menu_item,
    referral_urls,
)
from datasets.admin.retention.addresses import (
    retention_menu_item,
    retention_permissions,
    retention_urls,
)
from datasets.admin.sealing.addresses import (
    sealing_menu_item,
    sealing_permissions,
    sealing_urls,
)
from datasets.admin.sealing.panel import add_sealing_panel
from datasets.admin.staff import log_account, refuse_to_delete_user
from datasets.admin.stylesheets import stylesheet
from datasets.admin.tokens import token_account_item, token_menu_item, token_urls
from datasets.admin.transfers.addresses import transfer_menu_item, transfer_urls
from datasets.admin.views.pinned import add_pinned_panel
from datasets.admin.visits import watch_logins
from datasets.admin.warnings.addresses import (
    add_warnings_panel,
    warning_menu_item,
    warning_permissions,
    warning_urls,
)
from datasets.admin.warnings.mail import WarningMailPanel
from datasets.admin.webhooks import watch_pages, webhook_menu_item, webhook_urls

modeladmin_register(ArchiveGroup)
modeladmin_register(DutyGroup)
modeladmin_register(ReferenceGroup)
hooks.register("register_admin_viewset", lambda: list(CHOOSERS))
hooks.register("insert_global_admin_css", stylesheet)
hooks.register("register_admin_urls", ledger_urls)
for hook, make_item in ledger_menu_items().items():
    hooks.register(hook, make_item)
hooks.register("register_admin_urls", transfer_urls)
hooks.register("register_archive_menu_item", transfer_menu_item)
hooks.register("register_admin_urls", referral_urls)
hooks.register("register_archive_menu_item", referral_menu_item)
hooks.register("register_admin_menu_item", received_menu_item)
hooks.register("register_admin_urls", access_log_urls)
hooks.register("register_permissions", reading_permissions)
hooks.register("register_admin_urls", gate_urls)
hooks.register("register_admin_urls", retention_urls)
hooks.register("register_reference_menu_item", retention_menu_item)
hooks.register("register_permissions", retention_permissions)
hooks.register("register_account_menu_item", second_factor_item)
hooks.register("register_account_menu_item", sign_out_item)
hooks.register("register_admin_urls", token_urls)
hooks.register("register_settings_menu_item", token_menu_item)
hooks.register("register_account_menu_item", token_account_item)
hooks.register("register_account_settings_panel", WarningMailPanel)
hooks.register("register_admin_menu_item", access_log_menu_item)
hooks.register("register_admin_urls", sealing_urls)
hooks.register("register_permissions", sealing_permissions)
hooks.register("register_admin_menu_item", sealing_menu_item)
hooks.register("construct_homepage_panels", add_archive_panel)
hooks.register("construct_homepage_panels", add_sealing_panel)
hooks.register("construct_homepage_panels", add_pinned_panel)
hooks.register("after_create_user", log_account)
hooks.register("after_edit_user", log_account)
hooks.register("after_create_user", watch_new_password)
hooks.register("after_edit_user", watch_new_password)
hooks.register("before_delete_user", refuse_to_delete_user)
hooks.register("register_admin_urls", made_urls)
hooks.register("register_admin_menu_item", made_menu_item)
hooks.register("register_admin_urls", public_form_urls)
hooks.register("register_made_menu_item", public_forms_menu_item)
hooks.register("register_made_menu_item", inbox_menu_item)
hooks.register("register_permissions", public_form_permissions)
hooks.register("register_admin_urls", warning_urls)
hooks.register("register_admin_menu_item", warning_menu_item)
hooks.register("construct_homepage_panels", add_warnings_panel)
hooks.register("register_permissions", warning_permissions)
hooks.register("register_admin_urls", definition_urls)
hooks.register("register_made_menu_item", definitions_menu_item)
hooks.register("register_permissions", definition_permissions)
hooks.register("register_admin_urls", proposing_urls)
hooks.register("register_made_menu_item", proposing_menu_item)
hooks.register("register_admin_urls", webhook_urls)
hooks.register("register_settings_menu_item", webhook_menu_item)
sessions.watch_logins()
watch_logins()
watch_pages()
