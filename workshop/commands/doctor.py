"""`workshop doctor`: what would go wrong in the room, found before it does."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import click
import orjson

from workshop.host.facing import DEFAULT_PORT
from workshop.host.network import EVERYWHERE, Interface, best_address, interfaces, only_ipv6
from workshop.host.server import listen
from workshop.settings import workshop_folder

LEAST_DISK = 50_000_000
ENOUGH_DISK = 1_000_000_000
SLOW_SYNC_S = 0.1
_TOOL_S = 4.0
_CLOUDS = (
    "dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents",
    "cloudstorage", "nextcloud", "owncloud", "pcloud", "box sync",
)  # fmt: skip


class Level(StrEnum):
    """How a check came out; only `BAD` makes the command fail."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what is so, and the mend where there is one."""

    check: str
    level: Level
    what: str
    mend: str = ""


def doctor(as_json: bool = False, port: int | None = None) -> int:
    """Look everything over and say it; 1 where something would go wrong."""
    found = list(examine(port or DEFAULT_PORT))
    bad = any(finding.level is Level.BAD for finding in found)
    if as_json:
        report = {"sound": not bad, "findings": [asdict(finding) for finding in found]}
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
    else:
        for line in _lines(found):
            click.echo(line)
    return 1 if bad else 0


def examine(port: int) -> Iterator[Finding]:
    """Every check, in the order in which they matter in the room."""
    folder = workshop_folder().sessions
    yield from network(interfaces(), port)
    yield from port_free(port)
    yield from disk(folder)
    yield from cloud(folder)
    yield from terminal()
    yield from firewall(port)
    yield from sleep()
    yield from displays()


def network(found: Iterable[Interface], port: int) -> Iterator[Finding]:
    """Which address stands in the join code, and the others."""
    ways = tuple(found)
    good = [way for way in ways if not way.doubtful]
    if not good:
        why = f": there is only {ways[0].label}, {ways[0].doubtful}" if ways else ""
        if not ways and only_ipv6():
            why = ": the network gives IPv6 addresses only, and they come by IPv4"
        yield Finding(
            "network",
            Level.BAD,
            f"Phones cannot reach this computer{why}.",
            "Join the room's Wi-Fi, open a hotspot, or use --public-url; else type answers in.",
        )
        return
    best = best_address(ways)
    for way in ways:
        if way.address == best:
            yield Finding("network", Level.GOOD, f"Join code: http://{best}:{port} by {way.label}.")
        elif way.doubtful:
            yield Finding("network", Level.GOOD, f"{way.address}, {way.label}: {way.doubtful}.")
        else:
            yield Finding("network", Level.GOOD, f"Also {way.address} by {way.label}.")


def port_free(port: int) -> Iterator[Finding]:
    try:
        socks = listen(EVERYWHERE, port)
    except OSError as error:
        yield Finding(
            "port",
            Level.BAD,
            f"Nothing can listen for phones: {error.strerror}.",
            "See what keeps programs of this user from listening.",
        )
        return
    got = socks[0].getsockname()[1]
    for sock in socks:
        sock.close()
    if got == port:
        yield Finding("port", Level.GOOD, f"Port {port} is free.")
    else:
        yield Finding(
            "port",
            Level.NOTE,
            f"Port {port} is taken; {got} would be used.",
            "Printed codes name a port: end what holds it, or print with the other one.",
        )


def disk(folder: Path) -> Iterator[Finding]:
    """Whether sessions can be written, how much of them, and how quickly."""
    place = next((p for p in (folder, *folder.parents) if p.is_dir()), Path.cwd())
    free = shutil.disk_usage(place).free
    try:
        with tempfile.NamedTemporaryFile(dir=place) as file:
            began = time.monotonic()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            took = time.monotonic() - began
    except OSError as error:
        yield Finding(
            "disk",
            Level.BAD,
            f"{place} takes no files: {error.strerror}.",
            "Set WORKSHOP_HOME to a folder of yours.",
        )
        return
    size = f"{free / 1e9:.1f} GB are free at {place}."
    if free < LEAST_DISK:
        yield Finding("disk", Level.BAD, size, "Free some space: answers would not be saved.")
    elif free < ENOUGH_DISK:
        yield Finding("disk", Level.NOTE, size, "It is enough for a session, not for much more.")
    else:
        yield Finding("disk", Level.GOOD, size)
    if took > SLOW_SYNC_S:
        yield Finding(
            "disk",
            Level.NOTE,
            f"Saving takes {took * 1000:.0f} ms.",
            "A disk in this computer is quicker than one on the network or on USB.",
        )


def cloud(folder: Path) -> Iterator[Finding]:
    text = str(folder.resolve()).lower()
    if any(name in text for name in _CLOUDS):
        yield Finding(
            "cloud",
            Level.NOTE,
            f"{folder} is in a folder that a cloud client syncs.",
            "It may hold or replace the session's file: pause it, or set WORKSHOP_HOME elsewhere.",
        )
    else:
        yield Finding("cloud", Level.GOOD, "Sessions lie outside of synced folders.")


def terminal() -> Iterator[Finding]:
    """Size, colours and characters of the terminal that this runs in."""
    if not sys.stdout.isatty():
        yield Finding("terminal", Level.GOOD, "Not asked from a terminal: size and colours unseen.")
        return
    columns, lines = shutil.get_terminal_size()
    if columns < 80 or lines < 24:
        yield Finding(
            "terminal",
            Level.BAD,
            f"The terminal has {columns} by {lines} characters.",
            "Make it at least 80 by 24: enlarge the window, or make its type smaller.",
        )
    else:
        yield Finding("terminal", Level.GOOD, f"{columns} by {lines} characters.")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        yield Finding(
            "terminal",
            Level.BAD,
            f"The terminal's encoding is {sys.stdout.encoding}: no phone could read the join code.",
            "Use a UTF-8 locale, as in LANG=C.UTF-8.",
        )
    if os.environ.get("NO_COLOR"):
        yield Finding("terminal", Level.GOOD, "NO_COLOR is set: everything is told without colour.")
    elif os.environ.get("TERM") == "dumb":
        yield Finding("terminal", Level.BAD, "This terminal draws nothing.", "Use another one.")
    elif not os.environ.get("COLORTERM"):
        yield Finding("terminal", Level.NOTE, "The terminal does not claim all colours.")


def firewall(port: int) -> Iterator[Finding]:
    system = platform.system()
    if system == "Darwin":
        told = _told(["/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate"])
        if "enabled" in told:
            yield Finding(
                "firewall",
                Level.NOTE,
                "The firewall asks whether Python may take connections.",
                "Start once before the room comes in and choose Allow.",
            )
            return
    elif system == "Windows":
        yield Finding(
            "firewall",
            Level.NOTE,
            "Windows asks whether Python may be reached.",
            "Allow it for the kind of network you are in (hotels are 'public').",
        )
        return
    elif _is_ufw_on() or _told(["systemctl", "is-active", "firewalld"]).strip() == "active":
        yield Finding(
            "firewall",
            Level.NOTE,
            "A firewall is on.",
            f"Let phones in: `sudo ufw allow {port}/tcp`, or the like for firewalld.",
        )
        return
    yield Finding("firewall", Level.GOOD, "No firewall was found that would ask.")


def sleep() -> Iterator[Finding]:
    """Whether this computer may fall asleep in the hour."""
    system = platform.system()
    if system == "Darwin":
        words = _told(["/usr/bin/pmset", "-g"]).split()
        sleeps = "sleep" in words[:-1] and words[words.index("sleep") + 1] != "0"
    elif system == "Windows":
        sleeps = True
    else:
        key = ["gsettings", "get", "org.gnome.settings-daemon.plugins.power"]
        sleeps = "suspend" in _told([*key, "sleep-inactive-ac-type"])
    if _on_battery():
        yield Finding("power", Level.NOTE, "It runs on its battery.", "Plug it in.")
    if sleeps:
        yield Finding(
            "power",
            Level.NOTE,
            "It may go to sleep when nobody types.",
            "Switch sleep off for the hour; closing the lid puts it to sleep as well.",
        )
    else:
        yield Finding("power", Level.GOOD, "Nothing was found that would put it to sleep.")


def displays() -> Iterator[Finding]:
    """Whether the room may see this screen."""
    system = platform.system()
    if system == "Darwin":
        told = _told(["/usr/sbin/system_profiler", "SPDisplaysDataType"])
        mirrored, several = "Mirror: On" in told, told.count("Resolution:") > 1
    else:
        ports = Path("/sys/class/drm").glob("card*-*/status")
        mirrored, several = False, sum(_reads(port) == "connected" for port in ports) > 1
    if mirrored:
        yield Finding(
            "display",
            Level.NOTE,
            "The display is mirrored: the room sees what you see.",
            "Extend it instead, or say so in the preflight; your own view goes to a phone.",
        )
    elif several:
        yield Finding(
            "display",
            Level.NOTE,
            "A second display is connected.",
            "See that it extends this one; where it mirrors it, say so in the preflight.",
        )
    else:
        yield Finding("display", Level.GOOD, "No second display was found.")


def _lines(found: Iterable[Finding]) -> Iterator[str]:
    signs = {Level.GOOD: "  ok ", Level.NOTE: " note", Level.BAD: "  NO "}
    for finding in found:
        yield f"{signs[finding.level]}  {finding.what}"
        if finding.mend:
            yield f"       {finding.mend}"


def _told(command: list[str]) -> str:
    """What one of the system's own tools says, empty where there is none."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, capture_output=True, text=True, timeout=_TOOL_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def _is_ufw_on() -> bool:
    return "ENABLED=yes" in _reads(Path("/etc/ufw/ufw.conf"))


def _on_battery() -> bool:
    if platform.system() == "Darwin":
        return "Battery Power" in _told(["/usr/bin/pmset", "-g", "batt"])
    mains = [
        _reads(supply / "online")
        for supply in Path("/sys/class/power_supply").glob("*")
        if _reads(supply / "type") == "Mains"
    ]
    return bool(mains) and "1" not in mains


def _reads(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""
