# shellcheck shell=sh disable=SC2034,SC2154
# A checkout stays its owner's: what root does to it under sudo must leave nothing there that the owner cannot
# change. Sourced by `dev`, which sets `root` and `target`.

# Runs a command as the checkout's owner, where that is someone else with a home for Maven's repository.
as_owner() {
  if [ "$(id -u)" = 0 ] && owner_has_home; then
    runuser -u "$owner" -- env "HOME=$owner_home" "$@"
  else
    "$@"
  fi
}

owner_has_home() {
  owner=$(stat -c %U "$root")
  [ "$owner" != root ] || return 1
  owner_home=$(getent passwd "$owner" | cut -d: -f6)
  [ -n "$owner_home" ] && runuser -u "$owner" -- mkdir -p "$owner_home/.m2" 2>/dev/null
}

give_to_owner() {
  if [ "$(id -u)" = 0 ] && [ "$(stat -c %u "$root")" != 0 ] && [ -d "$target" ]; then
    chown -Rh "$(stat -c %u:%g "$root")" "$target"
  fi
}
