"""The Generate button: whether it can be pressed, what it says, and what pressing it does."""

from __future__ import annotations

import bpy

from ...scene.home import state_dir
from ...scene.session import has_requests
from ..account.state import ACCOUNT, why_not_online
from ..wording import in_credits, on_button, say
from . import prompts
from .wanted import price, what_is_wrong, with_files


def why_not(context: bpy.types.Context) -> str:
    """Why nothing can be generated now, as a tooltip says it; "" if it can. Asks no disk."""
    if reason := why_not_at_all():
        return reason
    create = context.scene.meshy_create
    if wrong := what_is_wrong(create.chosen, create.kind):
        return wrong
    return why_too_expensive(price(create.chosen, create.kind))


def why_not_at_all() -> str:
    """What is missing whatever one wants to make."""
    if not has_requests():
        return "Python's requests library is missing"
    if offline := why_not_online():
        return offline
    if not ACCOUNT.is_usable:
        return str(ACCOUNT.error or "Paste a Meshy API key first")
    return ""


def priced(action: str, credits: int | None) -> str:
    """What stands on a button that pays; without a price where none is known."""
    action = on_button(action)
    if credits is None:
        return action
    if ACCOUNT.is_test_mode or credits == 0:
        return say("{action} · Free", action=action)
    return f"{action} · {in_credits(credits)}"


def price_in_words(credits: int | None) -> str:
    """The same without what it does; empty if it isn't known."""
    if credits is None:
        return ""
    return say("Free") if ACCOUNT.is_test_mode or credits == 0 else in_credits(credits)


def why_too_expensive(credits: int | None) -> str:
    """What is missing to pay so much; empty if it can be paid, or that isn't known."""
    if ACCOUNT.is_test_mode or credits is None or ACCOUNT.balance is None:
        return ""
    if credits <= ACCOUNT.balance:
        return ""
    return say(
        "This takes {credits} credits, and {balance:,} are left",
        credits=credits,
        balance=ACCOUNT.balance,
    )


def generate(context: bpy.types.Context) -> set[str]:
    """Start the job with what the sidebar shows; what its operator returned.

    Raises InvalidParameter, CannotWrite, and RuntimeError with what the operator said.
    """
    create = context.scene.meshy_create
    values = with_files(create.chosen, create.kind, context.scene, state_dir())
    done: set[str] = getattr(bpy.ops.meshy, create.kind.name)("INVOKE_DEFAULT", **values)
    if done == {"FINISHED"}:
        prompts.remember(values.get("prompt", ""))
    return done
