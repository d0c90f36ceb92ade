# SPDX-License-Identifier: GPL-3.0-or-later
"""What Blender loads. The extension itself is the package `meshy_addon` beside this file."""

from .meshy_addon import register, unregister

__all__ = ["register", "unregister"]
