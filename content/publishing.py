"""How a review ends. Imports nothing: Wagtail's own models ask for it while they are being made."""

from typing import Any


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Whoever takes the last step need not have the right to publish: all the steps have been taken."""
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
