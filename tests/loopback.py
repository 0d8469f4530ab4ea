"""A sandbox asked over HTTP, as anybody on this machine could ask it."""

import httpx

__all__ = ["client_of"]


def client_of(url: str) -> httpx.Client:
    """Return an HTTP client of a server on this machine."""
    # Certificates are of no use on the loopback interface, and reading them takes longer than a test should.
    transport = httpx.HTTPTransport(verify=False)
    return httpx.Client(base_url=url, transport=transport, trust_env=False, timeout=60)
