"""This computer's network interfaces, and which of their addresses a phone can probably reach."""

from __future__ import annotations

import platform
import re
import socket
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - the room is meant to reach it
_NOWHERE = ("198.51.100.1", 9)
"""An address for documentation; asking how to get there sends nothing."""
_PORTS_S = 3.0

_VIRTUAL = re.compile(
    r"^(docker|br-|veth|virbr|vnet|vmnet|vbox|lxc|lxd|podman|cni|flannel|cali|kube|ifb|dummy|awdl"
    r"|llw|anpi|gif|stf|ap\d)|hyper-v|virtualbox|vmware|wsl|vethernet|loopback|bluetooth",
    re.IGNORECASE,
)
_TUNNEL = re.compile(
    r"^(tun|tap|utun|wg|ppp|ipsec|zt|tailscale|nordlynx|proton)"
    r"|vpn|wireguard|tailscale|zerotier|tunnel|\btap\b",
    re.IGNORECASE,
)
_WIRELESS = re.compile(r"^(wl|ath|wifi)|wi-?fi|wireless|wlan|802\.11|airport", re.IGNORECASE)
_SHARED = re.compile(r"^bridge1\d\d$|hotspot|wi-fi direct", re.IGNORECASE)
"""macOS and Windows call an interface so that shares this computer's connection."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An IPv4 address of this computer and what it belongs to.

    `label` is for people. `outgoing` marks the one that leads out. `doubtful` says why phones
    hardly get in by it, empty where nothing speaks against it.
    """

    name: str
    label: str
    address: str
    wireless: bool = False
    outgoing: bool = False
    doubtful: str = ""


def interfaces() -> tuple[Interface, ...]:
    """Every address but loopback, the one that phones most probably reach first."""
    import ifaddr  # half of what a command that only starts a host would import

    outgoing = outgoing_address()
    found = [
        _interface(str(adapter.name), str(adapter.nice_name), str(ip.ip), outgoing)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and not IPv4Address(ip.ip).is_loopback
    ]
    return tuple(sorted(found, key=_rank))


def only_ipv6() -> bool:
    """Whether a network reaches this computer by IPv6 and by nothing else."""
    import ifaddr

    addresses = [ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    if any(ip.is_IPv4 and not IPv4Address(ip.ip).is_loopback for ip in addresses):
        return False
    sixes = (IPv6Address(ip.ip[0]) for ip in addresses if ip.is_IPv6)
    return any(not (six.is_loopback or six.is_link_local) for six in sixes)


def outgoing_address() -> str:
    """The address that this computer would send from, empty without any network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def own_names() -> tuple[str, ...]:
    """The names under which this computer may be asked for in its own network."""
    name = socket.gethostname().lower().rstrip(".")
    if not name:
        return ()
    return (name, name if name.endswith(".local") else f"{name.partition('.')[0]}.local")


def best_address(found: tuple[Interface, ...]) -> str:
    """The address for the join code; empty where none can be reached."""
    return next(
        (one.address for one in found if not one.doubtful), found[0].address if found else ""
    )


def _interface(name: str, nice: str, address: str, outgoing: str) -> Interface:
    wireless = _is_wireless(name, nice)
    shared = bool(_SHARED.search(name) or _SHARED.search(nice))
    if shared:
        kind = "hotspot"
    elif wireless:
        kind = "Wi-Fi"
    elif nice != name and platform.system() == "Windows":
        kind = nice
    else:
        kind = _mac_ports().get(name) or "network"
    doubtful = "" if shared else _doubt(name, nice, address)
    return Interface(name, f"{kind} ({name})", address, wireless, address == outgoing, doubtful)


def _doubt(name: str, nice: str, address: str) -> str:
    if _VIRTUAL.search(name) or _VIRTUAL.search(nice):
        return "a virtual network inside this computer"
    if _TUNNEL.search(name) or _TUNNEL.search(nice):
        return "a VPN"
    if IPv4Address(address).is_link_local:
        return "no address was given by the network"
    return ""


def _is_wireless(name: str, nice: str) -> bool:
    if platform.system() == "Linux":
        device = Path("/sys/class/net") / name
        return (device / "wireless").exists() or (device / "phy80211").exists()
    return bool(_WIRELESS.search(_mac_ports().get(name, nice)))


@lru_cache(maxsize=1)
def _mac_ports() -> dict[str, str]:
    """On macOS, what the system calls its ports: {'en0': 'Wi-Fi'}."""
    if platform.system() != "Darwin":
        return {}
    try:
        told = subprocess.run(
            ["/usr/sbin/networksetup", "-listallhardwareports"],
            capture_output=True,
            text=True,
            timeout=_PORTS_S,
            check=False,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    return {device: port for port, device in re.findall(r"Hardware Port: (.*)\nDevice: (.*)", told)}


def _rank(one: Interface) -> tuple[bool, bool, bool, str]:
    return (bool(one.doubtful), not one.outgoing, not one.wireless, one.name)
