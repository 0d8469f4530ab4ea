"""Send an SMS campaign from a spreadsheet through iletimerkezi.com."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("batchsms")
