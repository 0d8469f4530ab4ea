"""Steps that commands are made of: to plan, to ask, to send, to try."""
