"""Python's logging for modules that Blender loads when it enables the extension."""

from __future__ import annotations


class LateLogger:
    """A logger that loads `logging` with its first message: that takes 3 ms, and most say nothing.

    Any thread.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def info(self, message: str, *args: object) -> None:
        import logging

        logging.getLogger(self._name).info(message, *args)

    def exception(self, message: str, *args: object) -> None:
        """From an `except` clause: the traceback goes along."""
        import logging

        logging.getLogger(self._name).exception(message, *args)
