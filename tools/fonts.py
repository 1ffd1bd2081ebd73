"""Puts the fonts that papers are printed with into one folder; standard library only, and nothing needs root.

    python tools/fonts.py TARGET              from node_modules (npm ci has put the packages there)
    python tools/fonts.py TARGET --fandol     also 仿宋 from Debian's texlive-lang-chinese, where apt-get is

    宋 and 小标宋  Noto Serif SC 400, 700          OFL-1.1
    黑            Noto Sans SC 400, 700           OFL-1.1
    楷            LXGW WenKai 500                 OFL-1.1; comes as WOFF 1.0 and is unpacked to TrueType here
    仿宋          FandolFang (only with --fandol) GPL-3.0 with the font exception; without it 仿宋 prints as 宋

The licence of each font is laid beside it. docs/fonts.md says what is used where.
"""

from __future__ import annotations

import argparse
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPO, FONTSOURCE = "@expo-google-fonts", "@fontsource"
PLAIN = (
    f"{EXPO}/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    f"{EXPO}/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    f"{EXPO}/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    f"{EXPO}/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
)
PACKED = {   # "latin" in its name, the whole font in it
    f"{FONTSOURCE}/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff": "LXGWWenKai_500Medium.ttf",
}
LICENCES = {
    f"{EXPO}/noto-serif-sc/LICENSE_FONT": "NotoSerifSC-OFL.txt",
    f"{EXPO}/noto-sans-sc/LICENSE_FONT": "NotoSansSC-OFL.txt",
    f"{FONTSOURCE}/lxgw-wenkai/LICENSE": "LXGWWenKai-OFL.txt",
}
FANDOL_PACKAGE = "texlive-lang-chinese"
FANDOL_LICENCE = (
    "FandolFang: GNU GPL 3 with the font exception, Copyright 2012-2013 the Fandol team.\n"
    "From Debian's texlive-lang-chinese.\n"
)


class Stop(SystemExit):
    """The fonts cannot be had: one sentence, exit status 1."""


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Put the fonts for printing into a folder.")
    parser.add_argument("target", type=Path)
    parser.add_argument("--packages", type=Path, default=ROOT / "node_modules", help="where npm put the packages")
    parser.add_argument("--fandol", action="store_true", help="also fetch 仿宋 with apt-get download (50 MB, nothing installed)")
    asked = parser.parse_args(arguments)
    asked.target.mkdir(parents=True, exist_ok=True)
    from_npm(asked.packages, asked.target)
    if asked.fandol:
        fandol(asked.target)
    for path in sorted(asked.target.glob("*.[ot]tf")):
        print(f"{path.name:36} {path.stat().st_size / 1e6:5.1f} MB")


def from_npm(packages: Path, target: Path) -> None:
    missing = [name for name in (*PLAIN, *PACKED, *LICENCES) if not (packages / name).is_file()]
    if missing:
        raise Stop(f"{packages} lacks {missing[0]}: run npm ci --ignore-scripts first")
    for name in PLAIN:
        place(packages / name, target / Path(name).name)
    for name, licence in LICENCES.items():
        place(packages / name, target / licence)
    for name, font in PACKED.items():
        write(target / font, unpack_woff((packages / name).read_bytes()))


def unpack_woff(packed: bytes) -> bytes:
    """A WOFF 1.0 file as the TrueType or OpenType file that it was made from.

    Each table is stored plain or deflated, whichever is shorter (W3C WOFF File Format 1.0, sections 3 to 5).
    """
    signature, flavor, length, count = struct.unpack_from(">4sIIH", packed)
    if signature != b"wOFF" or length != len(packed):
        raise Stop("not a whole WOFF 1.0 file")
    tables = []
    for number in range(count):
        tag, offset, stored, size, checksum = struct.unpack_from(">4sIIII", packed, 44 + 20 * number)
        data = packed[offset:offset + stored]
        tables.append((tag, checksum, zlib.decompress(data) if stored < size else data, size))
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", flavor, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, body, at = b"", b"", 12 + 16 * count
    for tag, checksum, data, size in tables:
        if len(data) != size:
            raise Stop(f"table {tag.decode('latin-1')} is damaged")
        directory += struct.pack(">4sIII", tag, checksum, at, size)
        padded = data + b"\0" * (-size % 4)
        body += padded
        at += len(padded)
    return header + directory + body


def fandol(target: Path) -> None:
    """FandolFang from Debian's package, unpacked in a temporary folder: no root, nothing is installed."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise Stop("--fandol needs apt-get and dpkg-deb; without it 仿宋 prints as 宋")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)   # apt downloads as a user of its own
        try:
            subprocess.run(["apt-get", "download", "-qq", FANDOL_PACKAGE], cwd=folder, check=True, stdin=subprocess.DEVNULL)
            archive = next(Path(folder).glob("*.deb"))
            subprocess.run(["dpkg-deb", "-x", str(archive), folder], check=True)
        except (subprocess.CalledProcessError, StopIteration) as error:
            raise Stop(f"{FANDOL_PACKAGE} could not be fetched; without it 仿宋 prints as 宋") from error
        found = next(Path(folder).rglob("FandolFang-Regular.otf"), None)
        if found is None:
            raise Stop(f"{FANDOL_PACKAGE} no longer holds FandolFang")
        write(target / found.name, found.read_bytes())
        (target / "FandolFang-licence.txt").write_text(FANDOL_LICENCE)


def place(source: Path, target: Path) -> None:
    write(target, source.read_bytes())


def write(target: Path, data: bytes) -> None:
    """Write under a passing name first, so that a font is never there by half."""
    passing = target.with_name(target.name + ".part")
    passing.write_bytes(data)
    passing.replace(target)


if __name__ == "__main__":
    main(sys.argv[1:])
