"""The hash of a key, and what tells one account from another: the two digests that credentials come to."""

import hashlib
import hmac

from batchsms.gateway.credentials import Credentials

__all__ = ["account_fingerprint", "hash_of"]


def hash_of(key: str, secret: str) -> str:
    """Return the hash of a key: HMAC-SHA256 with the secret as its key, lowercase hex."""
    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()


def account_fingerprint(account: Credentials) -> str:
    """Return what tells one account from another and gives neither key nor hash away."""
    return hashlib.sha256(f"batchsms account {account.key}".encode()).hexdigest()[:16]
