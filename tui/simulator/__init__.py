"""A Live server on loopback, for the demo, the tests and anyone's client."""
