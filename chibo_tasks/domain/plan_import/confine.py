"""Takes away from the running process what reading a document never needs, so that a hostile file can hurt nobody.

Kernel interfaces: setrlimit(2), seccomp(2), landlock(7). Where the kernel has one of the last two not, the others still
hold; `confine` says what is in force.
"""

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

from . import limits

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS, _AF_UNIX = 1, 38, 1
_CLONE_THREAD = 0x00010000
_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

# Numbers of the system calls, by machine: (audit architecture, socket, clone, those refused when programs may not run).
_CALLS: dict[str, tuple[int, int, int, tuple[int, ...]]] = {
	"x86_64": (0xC000003E, 41, 56, (57, 58, 59, 322)),  # fork, vfork, execve, execveat
	"aarch64": (0xC00000B7, 198, 220, (221, 281)),  # execve, execveat
}
_CLONE3, _IO_URING_SETUP, _X32 = 435, 425, 0x40000000

# Landlock (the same numbers on every machine): rights to write, create, remove, rename and truncate.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RIGHTS_BY_VERSION = (0x1FF2, 0x1FF2 | 1 << 13, 0x1FF2 | 1 << 13 | 1 << 14)
_WRITE_FILE, _MAKE_SOCKET, _TRUNCATE = 1 << 1, 1 << 9, 1 << 14


def confine(folder: Path, programs: bool) -> frozenset[str]:
	"""Confine this process and all that it will start; there is no way back.

	Args:
		folder: the only place that may be written to.
		programs: whether LibreOffice and Tesseract may be started.

	Returns: which walls stand: "limits", "network" (and programs), "files".
	"""
	_set_limits(programs)
	walls = {"limits"}
	if sys.platform != "linux":
		return frozenset(walls)
	libc = ctypes.CDLL(None, use_errno=True)
	if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
		return frozenset(walls)
	if _forbid_writing(libc, folder, programs):
		walls.add("files")
	if _filter_calls(libc, programs):
		walls.add("network")
	return frozenset(walls)


def _set_limits(programs: bool) -> None:
	_limit(resource.RLIMIT_CORE, 0, 0)
	_limit(resource.RLIMIT_CPU, limits.CPU_SECONDS, limits.CPU_SECONDS + 5 if not programs else None)
	_limit(resource.RLIMIT_AS, limits.ADDRESS_SPACE_BYTES, None if programs else limits.ADDRESS_SPACE_BYTES)
	if not programs:
		_limit(resource.RLIMIT_DATA, limits.DATA_BYTES, limits.DATA_BYTES)
	_limit(resource.RLIMIT_FSIZE, limits.PROGRAM_FILE_BYTES if programs else 0, limits.PROGRAM_FILE_BYTES)
	_limit(resource.RLIMIT_NOFILE, 256, 256)


def _limit(kind: int, soft: int, hard: int | None) -> None:
	"""Lower a limit, never above what is already in force; None leaves the hard limit as it is."""
	_, ceiling = resource.getrlimit(kind)
	wanted = ceiling if hard is None else hard
	if ceiling != resource.RLIM_INFINITY:
		wanted = ceiling if wanted == resource.RLIM_INFINITY else min(wanted, ceiling)
		soft = min(soft, ceiling)
	with contextlib.suppress(ValueError, OSError):
		resource.setrlimit(kind, (soft, wanted))


def _forbid_writing(libc: ctypes.CDLL, folder: Path, programs: bool) -> bool:
	version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
	if version < 1:
		return False
	rights = _RIGHTS_BY_VERSION[min(version, len(_RIGHTS_BY_VERSION)) - 1]
	if programs:
		# LibreOffice insists on a socket in /tmp; a socket holds no data.
		rights &= ~_MAKE_SOCKET
	asked = struct.pack("Q", rights)
	ruleset = libc.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint32(0))
	if ruleset < 0:
		return False
	try:
		# Programs throw what they print away into /dev/null.
		for place, granted in ((folder, rights), (Path(os.devnull), rights & (_WRITE_FILE | _TRUNCATE))):
			opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
			try:
				rule = struct.pack("=Qi", granted, opened)
				if libc.syscall(_ADD_RULE, ruleset, 1, rule, 0) != 0:
					return False
			finally:
				os.close(opened)
		return libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
	finally:
		os.close(ruleset)


def _filter_calls(libc: ctypes.CDLL, programs: bool) -> bool:
	"""Refuse every socket that could leave the machine and, without programs, new processes too."""
	known = _CALLS.get(platform.machine())
	if known is None or sys.maxsize < 1 << 32:
		return False
	architecture, socket, clone, running = known
	code = [
		_step(_LOAD, 4),
		_step(_EQUAL, architecture, 1, 0),
		_step(_RETURN, _KILL),
		_step(_LOAD, 0),
		_step(_AT_LEAST, _X32, 0, 1),
		_step(_RETURN, _ERRNO | _EPERM),
		*_refused(_IO_URING_SETUP, _EPERM),
	]
	if not programs:
		for call in running:
			code += _refused(call, _EPERM)
		# clone3 hides its flags from a filter; told that it is missing, the C library falls back to clone.
		code += _refused(_CLONE3, _ENOSYS)
		code += [
			_step(_EQUAL, clone, 0, 4),
			_step(_LOAD, 16),
			_step(_HAS_BITS, _CLONE_THREAD, 1, 0),
			_step(_RETURN, _ERRNO | _EPERM),
			_step(_RETURN, _ALLOW),
		]
	code += [
		_step(_EQUAL, socket, 0, 3),
		_step(_LOAD, 16),
		_step(_EQUAL, _AF_UNIX, 1, 0),
		_step(_RETURN, _ERRNO | _EPERM),
		_step(_RETURN, _ALLOW),
	]
	steps = b"".join(code)
	held = ctypes.create_string_buffer(steps, len(steps))
	program = struct.pack("HxxxxxxQ", len(code), ctypes.addressof(held))
	return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0) == 0


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
	return struct.pack("HBBI", code, if_true, if_false, value)


def _refused(call: int, error: int) -> list[bytes]:
	return [_step(_EQUAL, call, 0, 1), _step(_RETURN, _ERRNO | error)]
