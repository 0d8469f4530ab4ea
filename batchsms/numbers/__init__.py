"""Numbers: a cell → the MSISDN that it holds, or the reason why it holds none."""
