"""Runs a command on a kernel that has no bpf(2), as far as that command can see: a seccomp filter says ENOSYS.

usage: without-bpf.py COMMAND [ARGUMENT...]
"""

import ctypes
import os
import struct
import sys

BPF_SYSCALL, ENOSYS = 321, 38  # x86-64
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
RET_ERRNO, RET_ALLOW = 0x50000, 0x7FFF0000

# struct sock_filter: load the call's number; is it bpf(2)? refuse; allow
program = ctypes.create_string_buffer(
    b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in [
            (0x20, 0, 0, 0),
            (0x15, 0, 1, BPF_SYSCALL),
            (0x06, 0, 0, RET_ERRNO | ENOSYS),
            (0x06, 0, 0, RET_ALLOW),
        ]
    )
)
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, struct.pack("HxxxxxxP", 4, ctypes.addressof(program)), 0, 0):
    raise OSError(ctypes.get_errno(), "seccomp")
os.execvp(sys.argv[1], sys.argv[1:])
