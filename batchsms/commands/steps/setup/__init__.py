"""Settings, credentials and a folder to start from: shown, stored and made."""
