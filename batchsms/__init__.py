"""Send an SMS campaign from a spreadsheet through iletimerkezi.com."""

__all__ = ["__version__"]

__version__ = "0.1.0"
