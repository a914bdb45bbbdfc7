from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from workshop.__main__ import main
from workshop.commands import doctor
from workshop.commands.doctor import Level
from workshop.host.network import Interface

WIFI = Interface("wl0", "Wi-Fi (wl0)", "192.168.1.5", wireless=True)
VPN = Interface("tun0", "network (tun0)", "100.64.0.5", outgoing=True, doubtful="a VPN")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "interfaces", lambda: (WIFI, VPN))
    return tmp_path


def test_it_names_the_address_in_the_code_and_what_it_passes_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["doctor", "--json", "--port", "28642"])
    report = json.loads(capsys.readouterr().out)

    assert code == 0
    assert report["sound"]
    said = [f["what"] for f in report["findings"] if f["check"] == "network"]
    assert said == [
        "Join code: http://192.168.1.5:28642 by Wi-Fi (wl0).",
        "100.64.0.5, network (tun0): a VPN.",
    ]
    checks = {finding["check"] for finding in report["findings"]}
    assert checks == {
        "network", "port", "disk", "cloud", "terminal", "firewall", "power", "display",
    }  # fmt: skip


@pytest.mark.parametrize("found", [(), (VPN,)])
def test_without_a_network_that_phones_reach_it_fails(
    monkeypatch: pytest.MonkeyPatch,
    found: tuple[Interface, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(doctor, "interfaces", lambda: found)

    assert main(["doctor"]) == 1
    assert "Phones cannot reach this computer" in capsys.readouterr().out


def test_a_port_that_is_taken_is_said_with_the_one_that_would_be_used() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        port = sock.getsockname()[1]
        (finding,) = doctor.port_free(port)

    assert finding.level is Level.NOTE
    assert f"Port {port} is taken" in finding.what


def test_a_synced_folder_is_warned_of(tmp_path: Path) -> None:
    (finding,) = doctor.cloud(tmp_path / "Dropbox" / "sessions")
    assert finding.level is Level.NOTE
    (finding,) = doctor.cloud(tmp_path / "sessions")
    assert finding.level is Level.GOOD


def test_a_full_disk_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "LEAST_DISK", 10**18)
    assert Level.BAD in {finding.level for finding in doctor.disk(tmp_path)}


def test_a_small_terminal_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "20")
    found = list(doctor.terminal())

    assert found[0].level is Level.BAD
    assert "60 by 20" in found[0].what


def test_a_network_of_ipv6_alone_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "interfaces", tuple)
    monkeypatch.setattr(doctor, "only_ipv6", lambda: True)

    assert main(["doctor"]) == 1
    assert "IPv6 addresses only" in capsys.readouterr().out
