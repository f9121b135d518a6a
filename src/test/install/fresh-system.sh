# shellcheck shell=bash
# Fresh, minimal Debian systems in chroots. Sourced by the scripts that prove what a README promises of such a system;
# they call own_mounts first. Needs root, debootstrap and the package mirrors; MIRROR names one for debootstrap.

# Goes on in a mount namespace of its own, with which all mounts go.
own_mounts() {
  if [ -z "${FRESH_SYSTEM_INSIDE:-}" ]; then
    FRESH_SYSTEM_INSIDE=yes exec unshare --mount --propagation private "$0" "$@"
  fi
  scratch=$(mktemp -d)
  trap 'umount --recursive "$scratch"/* 2>/dev/null || :; rm -rf --one-file-system "$scratch"' EXIT
}

# Makes one, with this machine's own way to its mirrors: resolver, certificates, apt and Maven settings.
# usage: make_system DIRECTORY RELEASE PACKAGE[,PACKAGE…]
make_system() {
  local system=$1 release=$2 file
  debootstrap --variant=minbase --include="$3" "$release" "$system" ${MIRROR:+"$MIRROR"} >"$scratch/log" ||
    { tail "$scratch/log"; return 1; }
  # A root that is a mount, as a real one is: unshare --mount wants that.
  mount --bind "$system" "$system"
  cp -L /etc/resolv.conf "$system/etc/resolv.conf"
  cp -L /usr/local/share/ca-certificates/*.crt "$system/usr/local/share/ca-certificates" 2>/dev/null || :
  grep -l Acquire /etc/apt/apt.conf /etc/apt/apt.conf.d/* 2>/dev/null |
    while read -r file; do cp "$file" "$system/etc/apt/apt.conf.d"; done || :
  if [ -e ~/.m2/settings.xml ]; then install -D ~/.m2/settings.xml "$system/root/.m2/settings.xml"; fi
  mkdir -p "$system"/{proc,sys,dev}
  mount -t proc proc "$system/proc"
  mount --rbind /sys "$system/sys"
  mount --rbind /dev "$system/dev"
  inside "$system" update-ca-certificates >/dev/null
}

remove_system() {
  umount --recursive "$1"
  rm -rf --one-file-system "$1"
}

# Runs a command in one, without anything of this environment.
inside() {
  local system=$1
  shift
  env -i HOME=/root TERM=xterm-256color PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    DEBIAN_FRONTEND=noninteractive chroot "$system" "$@" </dev/null
}

# The same of the system in `system`, with its name and its time around.
step() {
  local started=$SECONDS
  echo "== $*"
  inside "$system" "$@"
  echo "== $((SECONDS - started)) s"
}
