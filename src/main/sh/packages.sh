# shellcheck shell=sh disable=SC2034,SC2154
# The Debian packages that building and testing need. Sourced by `dev`, which defines `fail`, `say` and `log`.

# package and what tells that it, or something as good, is there: a command, a file, or a shared library
build_packages='
  clang-19             clang-19
  libbpf-dev           /usr/include/bpf/bpf_helpers.h
  libpcap0.8           libpcap.so.0.8
  linux-libc-dev       /usr/include/linux/bpf.h
  default-jdk-headless javac
  maven                mvn
  iproute2             ip'
test_packages='
  tmux                 tmux
  screen               screen
  ethtool              ethtool
  bind9-dnsutils       dig
  dnsmasq-base         dnsmasq
  iperf3               iperf3
  tshark               tshark
  tcpdump              tcpdump
  socat                socat
  procps               ps
  gcc                  gcc
  libc6-dev            /usr/include/stdio.h
  libelf-dev           /usr/include/libelf.h
  zlib1g-dev           /usr/include/zlib.h
  netbase              /etc/services
  python3-jsonschema   /usr/lib/python3/dist-packages/jsonschema
  nftables             nft
  zsh                  zsh
  fish                 fish
  groff-base           groff
  mandoc               mandoc
  systemd              systemd-analyze'
# What forwarding is measured against.
bench_packages='
  nginx                nginx
  libnginx-mod-stream  /usr/lib/nginx/modules/ngx_stream_module.so'
package_packages='
  fakeroot             fakeroot
  binutils             objcopy
  patchelf             patchelf
  git                  git'
kernel_packages='
  qemu-system-x86      qemu-system-x86_64
  busybox-static       busybox
  cpio                 cpio
  bpftool              bpftool'

# Prints the packages of a list like the above whose command or file is missing.
missing_packages() {
  echo "$1" | while read -r package sign; do
    case $sign in
      '') ;;
      javac) [ -x "${JAVA_HOME:-/nonexistent}/bin/javac" ] || command -v javac >/dev/null || echo "$package" ;;
      *.so.*) /sbin/ldconfig -p | grep -qF "$sign " || echo "$package" ;;
      /*) [ -e "$sign" ] || echo "$package" ;;
      *) command -v "$sign" >/dev/null || echo "$package" ;;
    esac
  done
}

# Installs what is missing of a list like the above. Asks first when a person is there to answer.
install_packages() {
  missing=$(missing_packages "$1" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null ||
    fail 3 "building needs what Debian calls $missing; there is no apt-get here: install them by this system's means"
  [ "$(id -u)" = 0 ] ||
    fail 3 "building needs packages that are missing; run: sudo apt-get install --no-install-recommends $missing"
  if [ -z "$assume_yes" ] && [ -t 0 ] && [ -t 2 ]; then
    printf 'udpscope: building needs these Debian packages: %s\nInstall them now? [Y/n] ' "$missing" >&2
    read -r answer || answer=n
    case $answer in [Nn]*) fail 3 "nothing was installed; without these packages udpscope cannot be built: $missing" ;; esac
  else
    say "installing Debian packages: $missing"
  fi
  export DEBIAN_FRONTEND=noninteractive
  # A third-party source that fails to update need not matter: the installation decides.
  logged apt-get update -q || :
  # shellcheck disable=SC2086 # a list of packages
  logged apt-get install -q -y --no-install-recommends $missing ||
    fail_with_log 1 "apt-get could not install $missing"
}
