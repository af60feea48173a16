"""What crosses the socket. Pure: no I/O, no clock."""
