"""Copies what the pages use in the browser out of node_modules: `copy_assets.py NODE_MODULES TARGET`."""

import re
import shutil
import sys
from pathlib import Path

URL = re.compile(rb"url\(\s*[\"']?(?!data:)([^)\"'?#]+)")
SOURCE_MAP = re.compile(rb"\s*(/\*|//)# sourceMappingURL=.*", re.DOTALL)  # the maps themselves are not served
USWDS = ["css/uswds.min.css", "js/uswds.min.js", "js/uswds-init.min.js", "img/sprite.svg"]


def main(node_modules: Path, target: Path) -> None:
    """USWDS's style sheet with every font and image it names, its scripts and its icons; htmx."""
    dist = node_modules / "@uswds" / "uswds" / "dist"
    css = dist / "css"
    named = URL.findall((css / "uswds.min.css").read_bytes())
    files = {(css / name.decode()).resolve() for name in named} | {(dist / name).resolve() for name in USWDS}
    shutil.rmtree(target, ignore_errors=True)
    for file in sorted(files):
        copy(file, target / "uswds" / file.relative_to(dist.resolve()))
    copy(node_modules / "htmx.org" / "dist" / "htmx.min.js", target / "htmx.min.js")


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"\n", content) if source.suffix in (".css", ".js") else content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
