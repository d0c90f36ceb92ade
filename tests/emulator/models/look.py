"""What a prompt looks like: shape, finish, colours, pattern and proportions, all from its words.

Words that are understood choose; what they leave open comes from a hash, so the same prompt always
gives the same model and two prompts hardly ever the same one.
"""

from __future__ import annotations

import colorsys
import hashlib
import random
import re
from dataclasses import dataclass, replace

from tests.emulator.models.finishes import COLOURS, FINISH_WORDS, FINISHES, Colour, Finish
from tests.emulator.models.parts import Part

SHAPES = ("owl", "chair", "robot", "lantern", "teapot", "mushroom", "character")
SHAPE_WORDS = {
    "owl": "owl bird eagle parrot raven crow penguin chicken animal cat dog fox bear dragon",
    "chair": "chair armchair stool throne seat sofa bench couch furniture table",
    "robot": "robot mech android droid machine cyborg mecha toy",
    "lantern": "lantern lamp light torch candle lighthouse",
    "teapot": "teapot pot vase cup mug jug kettle bowl bottle jar urn",
    "mushroom": "mushroom house tree plant flower cottage hut toadstool fungus",
    "character": "character knight person man woman girl boy warrior wizard hero human soldier "
    "samurai ninja king queen elf pirate astronaut princess figure humanoid monk chibi",
}
HEIGHTS_M = {
    "owl": 0.38,
    "chair": 0.95,
    "robot": 0.60,
    "lantern": 0.45,
    "teapot": 0.22,
    "mushroom": 0.30,
    "character": 1.75,
}


USUAL_FINISHES = {
    "owl": ("painted", "painted", "wood", "bronze", "stone"),
    "chair": ("painted", "leather", "painted"),
    "robot": ("painted", "painted", "copper", "silver"),
    "lantern": ("iron", "copper", "bronze", "gold", "painted"),
    "teapot": ("porcelain", "painted", "clay", "copper", "jade"),
    "mushroom": ("painted",),
    "character": ("painted",),
}
PATTERNS = {
    "owl": ("feathers",),
    "chair": ("weave", "stripes", "weave"),
    "robot": ("plates", "plates", "stripes"),
    "lantern": ("plain", "stripes"),
    "teapot": ("flowers", "stripes", "spots", "plain"),
    "mushroom": ("plain", "spots"),
    "character": ("weave", "stripes", "plates"),
}
GLOWS: tuple[Colour, ...] = (
    (1.0, 0.72, 0.25),
    (1.0, 0.55, 0.15),
    (0.35, 0.85, 1.0),
    (0.6, 1.0, 0.45),
)


@dataclass(frozen=True)
class Look:
    shape: str
    proportions: tuple[float, float, float]
    finishes: tuple[Finish, ...]
    """one for each `Part`"""
    glow: Colour
    offset: Colour
    """moves the noise, so that stains lie elsewhere"""


def look_of(seed: str, shape: str | None = None) -> Look:
    """The look of the prompt `seed`, on another shape if `shape` says so."""
    words = re.findall(r"[a-z]+", seed.lower())
    dice = random.Random(hashlib.sha256(seed.encode()).digest())
    shape = shape or _shape_in(words) or dice.choice(SHAPES[:-1])
    colours = [COLOURS[word] for word in words if word in COLOURS]
    main = colours[0] if colours else _random_colour(dice)
    asked = _finish_in(words)
    if asked:
        body = FINISHES[asked]
        if colours and not body.metallic:
            body = replace(body, colour=main, second=_darker(main, 0.6))
    else:
        body = _usual_finish(shape, main, dice, painted=bool(colours))
    if shape == "owl" and body.pattern in ("patina", "grain"):
        body = replace(body, pattern="feathers", bump=1.0)
    turned = _beside(main, dice.choice((0.08, -0.09, 0.5)), dice)
    second = colours[1] if len(colours) > 1 else turned
    third = _beside(main, dice.choice((0.45, 0.55, 0.16)), dice, brighter=True)
    if asked:
        third = _mixed(third, body.colour, 0.5)
    glow = dice.choice(GLOWS)
    return Look(
        shape,
        _proportions(shape, dice),
        _parts(shape, body, second, third, glow, dice),
        glow,
        (dice.random(), dice.random(), dice.random()),
    )


def natural_height_m(seed: str) -> float:
    """The height that `auto_size` gives the prompt's object."""
    return HEIGHTS_M[look_of(seed).shape]


def is_humanoid(seed: str) -> bool:
    """Whether the rigging endpoint finds a body in what the prompt shows."""
    return look_of(seed).shape == "character"


def _parts(
    shape: str, body: Finish, second: Colour, third: Colour, glow: Colour, dice: random.Random
) -> tuple[Finish, ...]:
    metal = body.metallic > 0.5
    found = {
        Part.BODY: body,
        Part.TRIM: _trim(shape, body, second, metal=metal),
        Part.ACCENT: Finish(third, _darker(third, 0.75), 0.9 if metal else 0.0, 0.42, "plain"),
        Part.DARK: Finish((0.045, 0.042, 0.048), (0.12, 0.11, 0.11), 0.0, 0.28, "plain", 0.2),
        Part.METAL: replace(FINISHES["bronze" if metal else "silver"], weathering=0.4),
        Part.GLOW: Finish(_mixed(glow, (1.0, 0.9, 0.7), 0.15), glow, 0.0, 0.15, "plain", 0.1),
        Part.PALE: _pale(shape, body),
        Part.SKIN: _skin(dice),
    }
    return tuple(found[part] for part in Part)


def _trim(shape: str, body: Finish, second: Colour, *, metal: bool) -> Finish:
    if metal:
        return replace(body, colour=_darker(body.colour, 0.75), roughness=body.roughness + 0.1)
    if shape == "owl":
        return replace(body, colour=_mixed(second, body.colour, 0.3), second=_darker(second, 0.6))
    if shape in ("chair", "mushroom"):
        return FINISHES["wood"]
    return Finish(second, _darker(second, 0.7), 0.0, 0.45, "plain")


def _pale(shape: str, body: Finish) -> Finish:
    if shape == "mushroom":
        return Finish((0.93, 0.89, 0.80), (0.80, 0.72, 0.58), 0.0, 0.62, "plain", 0.6)
    light = _mixed(body.colour, (0.97, 0.93, 0.85), 0.35 if body.metallic else 0.7)
    return replace(body, colour=light, weathering=body.weathering * 0.7)


def _skin(dice: random.Random) -> Finish:
    tone = dice.choice(((0.86, 0.66, 0.54), (0.72, 0.49, 0.36), (0.48, 0.31, 0.22)))
    return Finish(tone, _darker(tone, 0.85), 0.0, 0.5, "plain", 0.3)


def _shape_in(words: list[str]) -> str | None:
    for word in words:
        for shape, known in SHAPE_WORDS.items():
            if word in known.split() or word.removesuffix("s") in known.split():
                return shape
    return None


def _finish_in(words: list[str]) -> str | None:
    for word in words:
        name = FINISH_WORDS.get(word, word)
        if name in FINISHES:
            return name
    return None


def _usual_finish(shape: str, main: Colour, dice: random.Random, *, painted: bool) -> Finish:
    """What things of that kind are made of; `painted` where the prompt named a colour."""
    material = "painted" if painted else dice.choice(USUAL_FINISHES[shape])
    if material != "painted":
        return FINISHES[material]
    second = _beside(main, 0.04, dice)
    return Finish(main, second, 0.0, dice.uniform(0.38, 0.66), dice.choice(PATTERNS[shape]))


def _proportions(shape: str, dice: random.Random) -> tuple[float, float, float]:
    wide = 1.0 if shape == "character" else dice.uniform(0.9, 1.14)
    return (wide, dice.uniform(0.92, 1.12), dice.uniform(0.94, 1.08))


def _random_colour(dice: random.Random) -> Colour:
    return _colour(dice.random(), dice.uniform(0.45, 0.75), dice.uniform(0.42, 0.8))


def _colour(hue: float, saturation: float, value: float) -> Colour:
    return colorsys.hsv_to_rgb(hue % 1, min(saturation, 1), min(value, 1))


def _beside(colour: Colour, turn: float, dice: random.Random, *, brighter: bool = False) -> Colour:
    hue, saturation, value = colorsys.rgb_to_hsv(*colour)
    saturation = min(max(saturation * dice.uniform(0.7, 1.0), 0.12), 0.85)
    value = min(max(value * (1.35 if brighter else dice.uniform(0.55, 0.8)), 0.18), 0.95)
    return _colour(hue + turn, saturation, value)


def _darker(colour: Colour, factor: float) -> Colour:
    return (colour[0] * factor, colour[1] * factor, colour[2] * factor)


def _mixed(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (x + (y - x) * share for x, y in zip(a, b, strict=True))
    return (red, green, blue)
