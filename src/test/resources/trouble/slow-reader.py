"""Reads what a session on lo prints, but not while far more comes to port 9 than its ring holds."""

import os
import socket
import sys
import threading
import time

sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def send(datagrams):
    for _ in range(datagrams):
        sender.sendto(bytes(8000), ("127.0.0.1", 9))


def send_on():
    while True:
        send(1)
        time.sleep(0.05)


threading.Thread(target=send_on, daemon=True).start()
sys.stdin.readline()
send(20000)
for line in sys.stdin:
    if "lost" in line:
        print(line, end="")
        break
os.close(0)
send(100)  # who writes to a reader that has gone learns of it, and ends
