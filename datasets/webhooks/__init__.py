"""Messages to other systems: what happened and to which key, never what is recorded. Written with the act itself."""
