"""Options: what is typed or set in the environment → checked values that the steps work with."""
