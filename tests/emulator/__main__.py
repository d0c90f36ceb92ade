"""`python -m tests.emulator`: serve until ended."""

from tests.emulator.options import parse
from tests.emulator.server import serve

serve(parse())
