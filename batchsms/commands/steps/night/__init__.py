"""What `nightly` does: each campaign of a folder, one after another, and a summary."""
