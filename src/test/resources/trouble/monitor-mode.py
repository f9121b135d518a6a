"""Runs a command while eth0 is of the kind that a Wi-Fi card in monitor mode is: a tap that says so.

usage: monitor-mode.py COMMAND [ARGUMENT...]
"""

import fcntl
import struct
import subprocess
import sys

TUNSETIFF, TUNSETLINK = 0x400454CA, 0x400454CD
IFF_TAP_NO_PI = 0x1002
ARPHRD_IEEE80211_RADIOTAP = 803

with open("/dev/net/tun", "r+b", buffering=0) as tap:
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"eth0", IFF_TAP_NO_PI))
    fcntl.ioctl(tap, TUNSETLINK, ARPHRD_IEEE80211_RADIOTAP)
    sys.exit(subprocess.run(sys.argv[1:]).returncode)
