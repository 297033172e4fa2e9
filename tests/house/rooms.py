"""The house as the import contract states it, for the checks that imports cannot see."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "duenotice"


def heights() -> dict[str, int]:
    """Each room's height, 0 at the top, as .importlinter has it."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    layers = config["importlinter:contract:house"]["layers"].strip().splitlines()
    return {re.sub(r"[()\s]", "", room): height for height, layer in enumerate(layers) for room in layer.split("|")}


def may_see(room: str, other: str) -> bool:
    """Whether `room` may know of `other`: itself, or a lower one."""
    above = heights()
    return room == other or above[room] < above[other]


def modules() -> Iterator[tuple[str, ast.Module, int]]:
    """Every module of the product but migrations: its path, its tree, its length in lines."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text()
        yield str(path.relative_to(ROOT)), ast.parse(text), len(text.splitlines())
