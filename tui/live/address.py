"""The address of a service: whose name is looked up to reach it."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


class UnknownHost(OSError):
    """A name without an address. host: empty for the service that the SDK dials by itself."""

    def __init__(self, host: str, *, is_proxy: bool) -> None:
        super().__init__()
        self.host = host
        self.is_proxy = is_proxy


def unknown_host(base_url: str) -> UnknownHost:
    """Whose name was looked up in vain: with a proxy, its own. Source: get_proxy of websockets."""
    service = urlsplit(base_url)
    proxies = {} if proxy_bypass(service.netloc.rpartition("@")[2]) else getproxies()
    proxy = next((proxies[name] for name in ("wss", "socks", "https") if name in proxies), "")
    return UnknownHost(urlsplit(proxy or base_url).hostname or "", is_proxy=bool(proxy))
