"""Meshy's HTTP API on this machine, for the demo, the tests and third-party clients.

`python -m tests.emulator --port 0` serves it; README.md in this folder says what it can do.
Everything here was written from Meshy's documentation pages, never from the extension's own
endpoint table: a mistake there would otherwise check itself.
"""
