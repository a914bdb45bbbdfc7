"""A host's doors without a network: what a terminal asks of a Room."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from workshop.domain.ids import ParticipantId
from workshop.domain.records import Role
from workshop.errors import HostGone
from workshop.service.room import Erased, OneTimeKey, Reach, Way, Wifi

WLAN = Way("wlan0", "Wi-Fi (wlan0)", "192.168.178.123", "http://192.168.178.123:8642")
CABLE = Way("eth0", "network (eth0)", "10.1.2.3", "http://10.1.2.3:8642")
TUNNEL = Way("tun0", "VPN (tun0)", "10.8.0.1", "http://10.8.0.1:8642", doubtful="a VPN")
REACH = Reach(WLAN.url, "KLMN", False, 600.0, (WLAN, CABLE, TUNNEL))
GUESTS = Wifi("Conference guests", "correct horse; battery")


@dataclass
class FrontDoor:
    """Answers with `now`; remembers what was asked for."""

    now: Reach = REACH
    gone: bool = False
    keys: list[Role] = field(default_factory=list)
    erased: list[ParticipantId] = field(default_factory=list)

    async def reach(self) -> Reach:
        if self.gone:
            raise HostGone("The host does not answer.", "It may come back.")
        return self.now

    async def choose(self, address: str) -> Reach:
        url = next(way.url for way in self.now.ways if way.address == address)
        self.now = replace(self.now, url=url)
        return self.now

    async def new_key(self, role: Role, name: str = "") -> OneTimeKey:
        self.keys.append(role)
        base = self.now.url
        command = f"workshop join '{base}/?key=H7KM-2PXT'" if role is Role.CO_FACILITATOR else ""
        return OneTimeKey("H7KM-2PXT", role, f"{base}/chair?key=H7KM-2PXT", 15, command)

    async def erase(self, participant: ParticipantId) -> Erased:
        self.erased.append(participant)
        return Erased(1, ("exports/hour.xlsx",))

    def came(self, phones: int) -> None:
        """Phones came by the first way."""
        first = replace(self.now.ways[0], phones=phones, last_s=3.0)
        self.now = replace(self.now, ways=(first, *self.now.ways[1:]))
