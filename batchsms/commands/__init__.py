"""The command line: options → one use case → one rendered value → one exit code."""
