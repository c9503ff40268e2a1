"""What cannot be asked."""


class UnanswerableCondition(ValueError):
    """A condition that is malformed, names what is not there, or asks what its reader may not know.

    Its text is one sentence for whoever asked.
    """
