"""manage.py second_factor reset USER: for whoever has lost the phone."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from datasets.audit.chain import Access, Visitor, append
from datasets.choices import AccessVerb


class Command(BaseCommand):
    help = "清除一个账号的动态验证码，下次登录时重新设置。Remove an account's authenticator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["reset"])
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("没有名为“%(name)s”的账号。") % {"name": username})
        devices = TOTPDevice.objects.devices_for_user(user)
        if not devices.exists():
            raise CommandError(_("“%(name)s”没有设过动态验证码。") % {"name": username})
        devices.delete()
        reset = Access(AccessVerb.ROLE, "user", [user.pk], filters={"second_factor": "reset"})
        by = Visitor(user_id=None, username="system", address=None)
        append([reset], visitor=by, at=timezone.now())
        self.stdout.write(
            _("“%(name)s”的动态验证码已清除，下次登录时重新设置。") % {"name": username}
        )
