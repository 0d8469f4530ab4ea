"""What happens in a run → the lines of a log file, where --log asks for one."""
