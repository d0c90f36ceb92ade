"""The parts a shape is made of. A texture colours a vertex by its part."""

from __future__ import annotations

from enum import IntEnum


class Part(IntEnum):
    BODY = 0
    """the main surface: the prompt chooses its colour, finish and pattern"""
    TRIM = 1
    """the second colour of the palette"""
    ACCENT = 2
    """the third colour, for small things"""
    DARK = 3
    """pupils, rubber, openings"""
    METAL = 4
    """fittings that stay metal whatever the prompt says"""
    GLOW = 5
    """eyes and lamps: what the emission map lights"""
    PALE = 6
    """bellies, caps, paper: a light tint of the main colour"""
    SKIN = 7
    """a character's face and hands"""
