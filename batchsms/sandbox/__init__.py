"""The local gateway: what a campaign can be tried on before it costs money."""
