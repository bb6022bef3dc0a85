"""Copies the fonts of the referral pack beside the front end: all eight scripts, on every installation alike.

They come from npm with the front end's packages, since neither containers nor small servers have fonts of their own.
"""

import shutil
from pathlib import Path

from tools.steps import ROOT, BuildFailed

PACKAGES = ROOT / "api" / "web" / "node_modules" / "@expo-google-fonts"
TARGET = ROOT / "api" / "web" / "dist" / "fonts"
FAMILIES = ("noto-sans", "noto-sans-kr", "noto-sans-sc", "noto-nastaliq-urdu")
WEIGHTS = ("400Regular", "700Bold")


def copy_fonts(target: Path = TARGET) -> None:
    """Copy regular and bold of each family and the licence; raises BuildFailed when the packages are not installed."""
    target.mkdir(parents=True, exist_ok=True)
    for family in FAMILIES:
        package = PACKAGES / family
        found = [path for weight in WEIGHTS for path in (package / weight).glob("*.ttf")]
        if len(found) != len(WEIGHTS):
            raise BuildFailed(f"the fonts of {package} are not there: run `npm ci` in api/web")
        for path in found:
            shutil.copyfile(path, target / path.name)
        shutil.copyfile(package / "LICENSE_FONT", target / f"LICENSE-{family}")
