"""What the site itself hangs into Wagtail's admin. One line each."""

from wagtail import hooks

from home.menus import leave_out_other_hosts

hooks.register("construct_help_menu", leave_out_other_hosts)
