# shellcheck shell=sh disable=SC2034,SC2154
# The class data archive: what the JVM learnt of our classes in a run of its own, so that the next need not. It
# is a matter of speed only: nothing depends on it, and a JVM that it was not made for leaves it alone. Sourced by
# `dev` and by what makes packages, behind java.sh.

# Runs this demo, the words of a command in one string, in a terminal of its own: a private network, a session drawn,
# one key, the end. Needs root, and a directory for what lies around meanwhile.
train() {
  keys=$2/keys
  screen=$2/screen
  rm -f "$keys" "$screen"
  mkfifo "$keys"
  session="stty rows 40 columns 120; $1; echo trained"
  TERM=xterm LANG=C.UTF-8 timeout 180 script -q -c "$session" "$screen" <"$keys" >/dev/null 2>&1 &
  exec 8>"$keys"
  tries=0
  until grep -q -e passed -e trained "$screen" 2>/dev/null || [ "$tries" = 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
  done
  (
    trap '' PIPE # the session may have ended
    printf '?qq' >&8 2>/dev/null || :
  )
  exec 8>&-
  wait
  rm -f "$keys" "$screen"
}
