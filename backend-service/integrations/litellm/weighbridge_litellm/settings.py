"""Settings, from the environment of LiteLLM's process."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping


class WrongSetting(Exception):
    """A setting that is missing or wrong; the process must not start with it."""


@dataclass(frozen=True)
class Tls:
    """How the gate's certificate is checked, and what is shown to it."""

    ca: bytes | None
    certificate: bytes | None
    key: bytes | None


@dataclass(frozen=True)
class Settings:
    """What the operator decided. README.md says what each is for."""

    gate: str
    credential: str
    tls: Tls | None
    spool: Path
    spool_max_bytes: int
    deadline_ms: int
    hold_ttl_ms: int
    call_max_s: int
    output_tokens: int
    subject_header: str
    tags: tuple[tuple[str, str], ...]
    fields: frozenset[str]
    costs: bool


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads and checks them."""
    get = _Reader(environment)
    gate = get.text("GATE", "127.0.0.1:7443")
    tls = _tls(get)
    if tls is None and not _is_loopback(gate) and not get.flag("PLAINTEXT", False):
        raise WrongSetting(
            f"WEIGHBRIDGE_GATE: {gate} without TLS (expected: WEIGHBRIDGE_TLS=true,"
            " or WEIGHBRIDGE_PLAINTEXT=true inside a network that is encrypted otherwise)"
        )
    return Settings(
        gate=gate,
        credential=_credential(get),
        tls=tls,
        spool=Path(get.text("SPOOL", "weighbridge-spool")),
        spool_max_bytes=get.number("SPOOL_MAX_MIB", 64, 1, 65_536) << 20,
        deadline_ms=get.number("DEADLINE_MS", 2_000, 10, 60_000),
        hold_ttl_ms=get.number("HOLD_TTL_S", 900, 10, 86_400) * 1_000,
        call_max_s=get.number("CALL_MAX_S", 7_200, 10, 86_400),
        output_tokens=get.number("OUTPUT_TOKENS", 4_096, 0, 10_000_000),
        subject_header=get.text("SUBJECT_HEADER", "").lower(),
        tags=_tags(get.text("TAGS", "")),
        fields=frozenset(get.text("FIELDS", "").replace(",", " ").split()),
        costs=get.flag("UPSTREAM_COST", True),
    )


class _Reader:
    def __init__(self, environment: Mapping[str, str]):
        self._environment = environment

    def text(self, name: str, otherwise: str) -> str:
        return self._environment.get("WEIGHBRIDGE_" + name, "").strip() or otherwise

    def flag(self, name: str, otherwise: bool) -> bool:
        text = self.text(name, str(otherwise)).lower()
        if text not in ("true", "false"):
            raise WrongSetting(f"WEIGHBRIDGE_{name}: {text} (expected: true or false)")
        return text == "true"

    def number(self, name: str, otherwise: int, least: int, most: int) -> int:
        text = self.text(name, str(otherwise))
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise WrongSetting(f"WEIGHBRIDGE_{name}: {text} (expected: {least} to {most})")
        return int(text)

    def file(self, name: str) -> bytes | None:
        path = self.text(name, "")
        if not path:
            return None
        try:
            return Path(path).read_bytes()
        except OSError as error:
            raise WrongSetting(f"WEIGHBRIDGE_{name}: {error} (expected: a file to read)") from error


def _credential(get: _Reader) -> str:
    file = get.file("CREDENTIAL_FILE")
    text = get.text("CREDENTIAL", "")
    if file is not None:
        text = file.decode("ascii", "replace").partition("\n")[0].strip()
    if not text:
        raise WrongSetting(
            "WEIGHBRIDGE_CREDENTIAL_FILE: empty (expected: a file with a proxy credential's secret)"
        )
    return text


def _tls(get: _Reader) -> Tls | None:
    ca = get.file("CA_FILE")
    if ca is None and not get.flag("TLS", False):
        return None
    return Tls(ca, get.file("CLIENT_CERTIFICATE_FILE"), get.file("CLIENT_KEY_FILE"))


def _is_loopback(gate: str) -> bool:
    host = gate.rpartition(":")[0].strip("[]")
    return host in ("localhost", "::1") or host.startswith("127.")


def _tags(text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        key, equals, value = part.partition("=")
        if not equals:
            raise WrongSetting(f"WEIGHBRIDGE_TAGS: {part} (expected: key=value,key=value)")
        pairs.append((key, value))
    return tuple(pairs)
