"""The gateway: an order → one post of XML and its outcome; the account's own records."""
