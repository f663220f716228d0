"""What needs a second user: only root can be one."""

import os
import subprocess
import unittest

OURS, OTHER = 41_234, 41_235  # any two that own nothing

# Connects and says hello; prints what comes back until the end.
CLIENT = """
import socket, sys
wire = socket.socket(socket.AF_UNIX)
wire.settimeout(120)
wire.connect(sys.argv[1])
try:
    wire.sendall(b'{"jsonrpc":"2.0","id":1,"method":"hello"}\\n')
    wire.shutdown(socket.SHUT_WR)
except OSError:
    pass
heard = b""
try:
    while (part := wire.recv(65536)):
        heard += part
except ConnectionResetError:
    pass
sys.stdout.buffer.write(heard)
"""

# Listens, prints a line when it does, then for each client how many bytes it sent.
LISTENER = """
import os, socket, sys
os.umask(0)
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(8)
print("listens", flush=True)
while True:
    wire, _ = listener.accept()
    heard = b""
    while (part := wire.recv(65536)):
        heard += part
    print(len(heard), flush=True)
"""

needs_root = unittest.skipUnless(os.getuid() == 0, "only root can be two users")


def as_user(number):
    """Options of subprocess: that user, without groups or rights of ours."""
    return {"user": number, "group": number, "extra_groups": []}


def python(text, *arguments, **options):
    return subprocess.Popen(
        ["/usr/bin/python3", "-c", text, *[str(word) for word in arguments]], stdout=subprocess.PIPE, cwd="/", **options
    )
