"""The address of a service: whether a base URL is one, and whose name is looked up to reach it."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from tui.errors import ConfigError

_SCHEMES = ("https", "http", "wss", "ws")
_HINT = "Give one such as https://host:443, with --base-url, in the profile or in GOOGLE_GEMINI_BASE_URL"


class UnknownHost(OSError):
    """A name without an address. host: empty for the service that the SDK dials by itself."""

    def __init__(self, host: str, *, is_proxy: bool) -> None:
        super().__init__()
        self.host = host
        self.is_proxy = is_proxy


def require_address(base_url: str) -> None:
    """Raises ConfigError for one that cannot be dialled. It is not repeated: a password may be in it."""
    if base_url and (wrong := _what_is_wrong(base_url)):
        raise ConfigError(f"the base URL is no address: {wrong}", hint=_HINT, key="base_url")


def _what_is_wrong(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
    except ValueError:
        return "its host is not one"
    if parts.scheme not in _SCHEMES:
        return "it does not begin with https://"
    return "" if host and _has_port(url) else "its port is not one" if host else "it has no host"


def _has_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def unknown_host(base_url: str) -> UnknownHost:
    """Whose name was looked up in vain: with a proxy, its own. Source: get_proxy of websockets."""
    service = urlsplit(base_url)
    proxies = {} if proxy_bypass(service.netloc.rpartition("@")[2]) else getproxies()
    proxy = next((proxies[name] for name in ("wss", "socks", "https") if name in proxies), "")
    return UnknownHost(urlsplit(proxy or base_url).hostname or "", is_proxy=bool(proxy))
