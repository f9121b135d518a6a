package io.udpscope.ffi;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import jnr.ffi.Runtime;

/**
 * Calls into the C library, as bare as they are there: -1 means failure, and {@link #errno()} says
 * of what kind. Constants are those of Linux on 64-bit machines.
 */
public final class Libc {
  public static final int POLLIN = 1;

  /** Layout of {@code struct pollfd}. */
  public static final int POLLFD_BYTES = 8;

  public static final int POLLFD_EVENTS = 4;
  public static final int POLLFD_REVENTS = 6;

  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;
  public static final int MAP_SHARED = 1;
  public static final int MAP_PRIVATE = 2;
  public static final int MAP_ANONYMOUS = 0x20;

  /** Linux 5.14. */
  public static final int MADV_POPULATE_WRITE = 23;

  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_CLOEXEC = 0x80000;
  public static final int EFD_NONBLOCK = 0x800;
  public static final int EFD_CLOEXEC = 0x80000;

  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_ERRQUEUE = 0x2000;
  public static final int SOL_IP = 0;
  public static final int SOL_SOCKET = 1;
  public static final int SOL_IPV6 = 41;
  public static final int SOL_NETLINK = 270;
  public static final int SO_BROADCAST = 6;
  public static final int SO_BINDTODEVICE = 25;
  public static final int SO_ATTACH_FILTER = 26;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int IPPROTO_RAW = 255;
  public static final int IP_RECVERR = 11;
  public static final int IPV6_RECVERR = 25;

  public static final int CLONE_NEWNET = 0x40000000;
  public static final int RLIMIT_NOFILE = 7;
  public static final int RLIMIT_MEMLOCK = 8;

  private static final int PAGE_SIZE_NAME = 30; // _SC_PAGESIZE

  private Libc() {}

  /** For JNR alone, which wants it public. */
  public interface Functions {
    int open(long path, int flags, int mode);

    int close(int fd);

    long read(int fd, long buffer, long bytes);

    long write(int fd, long buffer, long bytes);

    int poll(long fds, long count, int timeoutMs);

    int ioctl(int fd, long request, long argument);

    long mmap(long address, long bytes, int protection, int flags, int fd, long offset);

    int munmap(long address, long bytes);

    int madvise(long address, long bytes, int advice);

    int eventfd(int value, int flags);

    int socket(int family, int type, int protocol);

    int bind(int fd, long address, int bytes);

    int connect(int fd, long address, int bytes);

    int getsockname(int fd, long address, long bytes);

    int setsockopt(int fd, int level, int option, long value, int bytes);

    long recv(int fd, long buffer, long bytes, int flags);

    long send(int fd, long buffer, long bytes, int flags);

    int sendmmsg(int fd, long messages, int count, int flags);

    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    int epoll_create1(int flags);

    int epoll_ctl(int fd, int operation, int watched, long event);

    int epoll_wait(int fd, long events, int count, int timeoutMs);

    int ppoll(long fds, long count, long timeout, long signals);

    int unshare(int flags);

    int geteuid();

    int fchown(int fd, int user, int group);

    int gettid();

    int kill(int process, int signal);

    int isatty(int fd);

    int tcgetattr(int fd, long termios);

    int tcsetattr(int fd, int when, long termios);

    int setrlimit(int resource, long limits);

    int getrlimit(int resource, long limits);

    long sysconf(int name);

    int vsnprintf(long buffer, long bytes, long format, long arguments);

    int __xpg_strerror_r(int errno, long buffer, long bytes);
  }

  /** Bound when first used. */
  private static final class Bound {
    static final Functions FUNCTIONS = Binding.bind(Functions.class, "libc.so.6");
    static final Runtime RUNTIME = Runtime.getRuntime(FUNCTIONS);
  }

  /** The error number of this thread's last native call that set one. */
  public static int errno() {
    return Bound.RUNTIME.getLastError();
  }

  public static String errorText(int errno) {
    ByteBuffer text = NativeMemory.allocate(256);
    Bound.FUNCTIONS.__xpg_strerror_r(errno, NativeMemory.address(text), text.capacity());
    return NativeMemory.text(text);
  }

  /** vsnprintf(3): what does not fit is cut off. */
  static int format(ByteBuffer into, long format, long arguments) {
    return Bound.FUNCTIONS.vsnprintf(
        NativeMemory.address(into), into.capacity(), format, arguments);
  }

  public static int open(String path, int flags) {
    return open(path, flags, 0);
  }

  /**
   * @param mode the permissions of a file that is made, as far as the umask lets them
   */
  public static int open(String path, int flags, int mode) {
    ByteBuffer name = NativeMemory.string(path);
    int fd = Bound.FUNCTIONS.open(NativeMemory.address(name), flags, mode);
    Reference.reachabilityFence(name);
    return fd;
  }

  public static int close(int fd) {
    return Bound.FUNCTIONS.close(fd);
  }

  public static long read(int fd, ByteBuffer buffer) {
    long result = Bound.FUNCTIONS.read(fd, NativeMemory.address(buffer), buffer.capacity());
    Reference.reachabilityFence(buffer);
    return result;
  }

  public static long write(int fd, ByteBuffer buffer, int bytes) {
    long result = Bound.FUNCTIONS.write(fd, NativeMemory.address(buffer), bytes);
    Reference.reachabilityFence(buffer);
    return result;
  }

  /**
   * @param fds {@code struct pollfd}, one behind the other
   * @param timeoutMs -1 for ever
   */
  public static int poll(ByteBuffer fds, int count, int timeoutMs) {
    int result = Bound.FUNCTIONS.poll(NativeMemory.address(fds), count, timeoutMs);
    Reference.reachabilityFence(fds);
    return result;
  }

  public static int ioctl(int fd, long request, ByteBuffer argument) {
    int result = Bound.FUNCTIONS.ioctl(fd, request, NativeMemory.address(argument));
    Reference.reachabilityFence(argument);
    return result;
  }

  /** The address, or -1. */
  public static long mmap(long bytes, int protection, int flags, int fd, long offset) {
    return Bound.FUNCTIONS.mmap(0, bytes, protection, flags, fd, offset);
  }

  public static int madvise(long address, long bytes, int advice) {
    return Bound.FUNCTIONS.madvise(address, bytes, advice);
  }

  public static int munmap(long address, long bytes) {
    return Bound.FUNCTIONS.munmap(address, bytes);
  }

  public static int eventfd(int flags) {
    return Bound.FUNCTIONS.eventfd(0, flags);
  }

  public static int socket(int family, int type, int protocol) {
    return Bound.FUNCTIONS.socket(family, type, protocol);
  }

  public static int bind(int fd, ByteBuffer address) {
    int result = Bound.FUNCTIONS.bind(fd, NativeMemory.address(address), address.capacity());
    Reference.reachabilityFence(address);
    return result;
  }

  public static int connect(int fd, ByteBuffer address) {
    int result = Bound.FUNCTIONS.connect(fd, NativeMemory.address(address), address.capacity());
    Reference.reachabilityFence(address);
    return result;
  }

  /** What does not fit into the buffer is cut off. */
  public static int getsockname(int fd, ByteBuffer address) {
    ByteBuffer bytes = NativeMemory.allocate(Integer.BYTES).putInt(0, address.capacity());
    int result =
        Bound.FUNCTIONS.getsockname(fd, NativeMemory.address(address), NativeMemory.address(bytes));
    Reference.reachabilityFence(address);
    Reference.reachabilityFence(bytes);
    return result;
  }

  public static int setsockopt(int fd, int level, int option, int value) {
    return setsockopt(fd, level, option, NativeMemory.allocate(Integer.BYTES).putInt(0, value));
  }

  public static int setsockopt(int fd, int level, int option, ByteBuffer argument) {
    int result =
        Bound.FUNCTIONS.setsockopt(
            fd, level, option, NativeMemory.address(argument), argument.capacity());
    Reference.reachabilityFence(argument);
    return result;
  }

  public static long recv(int fd, ByteBuffer buffer, int flags) {
    long result = Bound.FUNCTIONS.recv(fd, NativeMemory.address(buffer), buffer.capacity(), flags);
    Reference.reachabilityFence(buffer);
    return result;
  }

  public static long send(int fd, ByteBuffer buffer, int bytes) {
    long result = Bound.FUNCTIONS.send(fd, NativeMemory.address(buffer), bytes, 0);
    Reference.reachabilityFence(buffer);
    return result;
  }

  /**
   * @param messages address of {@code struct mmsghdr}, one behind the other
   * @return how many were sent: those before the first that failed, whose error number is only told
   *     when it is the first of a call
   */
  public static int sendmmsg(int fd, long messages, int count, int flags) {
    return Bound.FUNCTIONS.sendmmsg(fd, messages, count, flags);
  }

  /** As many as there are, without waiting for more with {@link #MSG_DONTWAIT}. */
  public static int recvmmsg(int fd, long messages, int count, int flags) {
    return Bound.FUNCTIONS.recvmmsg(fd, messages, count, flags, 0);
  }

  public static int epollCreate(int flags) {
    return Bound.FUNCTIONS.epoll_create1(flags);
  }

  public static int epollControl(int fd, int operation, int watched, ByteBuffer event) {
    int result = Bound.FUNCTIONS.epoll_ctl(fd, operation, watched, NativeMemory.address(event));
    Reference.reachabilityFence(event);
    return result;
  }

  /**
   * @param timeoutMs 0 to look without waiting
   */
  public static int epollWait(int fd, ByteBuffer events, int count, int timeoutMs) {
    int result = Bound.FUNCTIONS.epoll_wait(fd, NativeMemory.address(events), count, timeoutMs);
    Reference.reachabilityFence(events);
    return result;
  }

  /**
   * @param fds address of {@code struct pollfd}, one behind the other
   * @param timeout address of a {@code struct timespec}: seconds and nanoseconds, 8 bytes each
   */
  public static int ppoll(long fds, int count, long timeout) {
    return Bound.FUNCTIONS.ppoll(fds, count, timeout, 0);
  }

  public static int unshare(int flags) {
    return Bound.FUNCTIONS.unshare(flags);
  }

  /** Whose rights this process has. */
  public static int effectiveUser() {
    return Bound.FUNCTIONS.geteuid();
  }

  /** Gives an open file to a user and a group, whatever bears its name by now. */
  public static int fchown(int fd, int user, int group) {
    return Bound.FUNCTIONS.fchown(fd, user, group);
  }

  /** The kernel's number of the calling thread. */
  public static int threadId() {
    return Bound.FUNCTIONS.gettid();
  }

  /**
   * @param process 0: every process of the caller's process group
   */
  public static int kill(int process, int signal) {
    return Bound.FUNCTIONS.kill(process, signal);
  }

  public static int isatty(int fd) {
    return Bound.FUNCTIONS.isatty(fd);
  }

  static int tcgetattr(int fd, ByteBuffer termios) {
    int result = Bound.FUNCTIONS.tcgetattr(fd, NativeMemory.address(termios));
    Reference.reachabilityFence(termios);
    return result;
  }

  static int tcsetattr(int fd, int when, ByteBuffer termios) {
    int result = Bound.FUNCTIONS.tcsetattr(fd, when, NativeMemory.address(termios));
    Reference.reachabilityFence(termios);
    return result;
  }

  /** Asks for an unlimited {@link #RLIMIT_MEMLOCK} or the like. */
  public static int unlimit(int resource) {
    ByteBuffer limits = NativeMemory.allocate(16).putLong(0, -1).putLong(8, -1); // RLIM_INFINITY
    return Bound.FUNCTIONS.setrlimit(resource, NativeMemory.address(limits));
  }

  /** What this process may use of {@link #RLIMIT_NOFILE} or the like; -1 is without limit. */
  public static long limit(int resource) {
    ByteBuffer limits = NativeMemory.allocate(16);
    Bound.FUNCTIONS.getrlimit(resource, NativeMemory.address(limits));
    return limits.getLong(0);
  }

  public static int pageSize() {
    return (int) Bound.FUNCTIONS.sysconf(PAGE_SIZE_NAME);
  }
}
