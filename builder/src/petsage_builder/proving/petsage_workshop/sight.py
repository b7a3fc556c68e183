"""What the code of a job may see of this machine: the system's programs, the interpreter, and what can be imported."""

import sys
from collections.abc import Iterator
from pathlib import Path

from .channel import Job

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/sys/devices/system/cpu")
_SETTINGS = (
    *("alternatives", "ca-certificates", "debian_version", "fonts", "gai.conf", "group", "host.conf", "hosts"),
    *("inputrc", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias", "localtime", "magic", "mime.types"),
    *("nsswitch.conf", "os-release", "passwd", "pki/ca-trust", "pki/tls/certs", "protocols", "services"),
    *("ssl/certs", "ssl/cert.pem", "ssl/openssl.cnf", "terminfo", "timezone"),
)
"""Of `/etc`, none of which is secret."""
_PARTS = ("bin", "lib", "lib64", "include", "share", "pyvenv.cfg")


def visible_places(job: Job, path: list[str]) -> list[Path]:
    """What a job with this `sys.path` may see beside its own folder, outer places first."""
    project, private = Path(job["project"]), Path(job["private"])
    closed = (Path.home(), project, private)  # nothing that one of these is in is shown whole
    found = [Path(place) for place in (*_SYSTEM, *job["visible"])]
    found += [Path("/etc", name) for name in _SETTINGS]
    found += [*Path("/etc").glob("python3*"), *_prefixes(closed), *_loaded()]
    importable = [place for place in map(Path, (*path, *_editable())) if not place.is_relative_to(private)]
    found += [place for place in importable if not place.is_relative_to(project) and not _holds_any(place, closed)]
    return sorted({place for place in found if place.is_absolute() and place.exists()})


def _prefixes(closed: tuple[Path, ...]) -> Iterator[Path]:
    """The folders of the interpreter and of its environment."""
    for prefix in map(Path, {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}):
        if _holds_any(prefix, closed):
            yield from (prefix / part for part in _PARTS)
        else:
            yield prefix
    yield Path(sys.executable)


def _editable() -> Iterator[str]:
    """The packages that setuptools has installed without putting their folders into `sys.path`."""
    for name, module in list(sys.modules.items()):
        if name.startswith("__editable__"):
            yield from getattr(module, "MAPPING", {}).values()


def _loaded() -> Iterator[Path]:
    """The libraries that this process has loaded, wherever they are."""
    lines = Path("/proc/self/maps").read_text(errors="replace").splitlines()
    return (Path(name) for name in {line[line.index("/") :] for line in lines if "/" in line and ".so" in line})


def _holds_any(place: Path, closed: tuple[Path, ...]) -> bool:
    return any(inner.is_relative_to(place) for inner in closed)
