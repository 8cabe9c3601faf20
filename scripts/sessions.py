"""Cuts a recorded trace in two by sessions, so that a part of it can be kept from everything that searches."""

import gzip
import hashlib
import re

HANDLE = re.compile(r'"(\$new|\$handle|on|drop|session)":("[^"]*"|\d+)')


def hold_out(trace, folder, share=4):
    """Writes `driving.jsonl` and `held_out.jsonl` to `folder`: one session in `share`, by a hash of what it holds, and at
    least one, goes to the latter. Sessions of the same calls go to the same part. Where there is but one session, the latter
    holds all of it, and the former lacks its end."""
    opened = gzip.open(trace, "rt", encoding="utf-8") if trace.suffix == ".gz" else open(trace, encoding="utf-8")
    with opened as lines:
        first, *events = lines.read().splitlines()
    sessions = {}
    for line, session in zip(events, of_each(events)):
        sessions.setdefault(session, []).append(line)
    if len(sessions) == 1:
        return written(folder, first, events[: len(events) - len(events) // share], events)
    content = {session: digest(lines) for session, lines in sessions.items()}
    hashes = sorted(content.values())
    border = hashes[max(1, len(hashes) // share) - 1]
    driving, held_out = [], []
    for line, session in zip(events, of_each(events)):
        (held_out if content[session] <= border else driving).append(line)
    return written(folder, first, driving, held_out)


def written(folder, first, *parts):
    """The files of both parts."""
    files = folder / "driving.jsonl", folder / "held_out.jsonl"
    for file, part in zip(files, parts):
        file.write_text("\n".join([first, *part]) + "\n", encoding="utf-8")
    return files


def of_each(events):
    """A name for the session of each event: events that share a handle are of one session, a free call is one of its own."""
    parents = {}

    def root(name):
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    names = []
    for number, line in enumerate(events):
        handles = [handle for _, handle in HANDLE.findall(line)] or [f"call {number}"]
        names.append(handles[0])
        for other in handles[1:]:
            parents[root(other)] = root(handles[0])
    return [root(name) for name in names]


def digest(lines):
    """What a session holds, whatever its handles are called."""
    return hashlib.sha256("\n".join(HANDLE.sub(r'"\1"', line) for line in lines).encode()).hexdigest()
