"""What is set up once and used by many runs: settings files, credentials, a starter folder."""
