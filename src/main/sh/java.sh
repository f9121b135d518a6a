# shellcheck shell=sh disable=SC2034,SC2154
# Which Java runs udpscope, and with which options. Sourced by `udpscope` and `dev`, which
# define `fail` and `app`, the directory of what was built.

# Sets `java` (a path), `java_version` (17, 21, …), `class_archive` and how that is made and used, without starting a JVM to ask it.
find_java() {
  java=${UDPSCOPE_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
  java=${java:-$(command -v java || :)}
  [ -x "$java" ] || fail 3 "no Java found${java:+ at $java}; install default-jdk-headless, or set UDPSCOPE_JAVA to a java of version 17 or newer"
  java_home=$(readlink -f "$java")
  java_home=${java_home%/bin/java}
  java_version=
  if [ -r "$java_home/release" ]; then
    while IFS='"' read -r key value _; do
      case $key in JAVA_VERSION=) java_version=$value ;; esac
    done <"$java_home/release"
  fi
  [ -n "$java_version" ] || java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  class_archive=$app/classes-$java_version.jsa
  java_version=${java_version%%[!0-9]*}
  [ "${java_version:-0}" -ge 17 ] ||
    fail 3 "$java is Java ${java_version:-of an unknown version}, and udpscope needs 17 or newer; set UDPSCOPE_JAVA to one"
  # From 25 on a run writes an ahead-of-time cache (JEP 514), which keeps classes linked besides.
  if [ "$java_version" -ge 25 ]; then
    archive_making=-XX:AOTCacheOutput=
    archive_using=-XX:AOTCache=
  else
    archive_making=-XX:ArchiveClassesAtExit=
    archive_using=-XX:SharedArchiveFile=
  fi
}

# Sets `java_options`. The heap holds rows and text only, for packets are off the heap. Standard output carries data
# alone, so the JVM's own log is off. JNR reads memory through Unsafe, which newer JDKs warn of. What runs hot under a
# flood runs a million times a second; what a quiet screen repeats once a second is not worth the optimizing compiler.
# The JVM looks after its monitors every 10 seconds instead of 4 times a second, and stops its threads only when it has
# a reason to, as newer JDKs do.
find_java_options() {
  java_options="-XX:+UseSerialGC -Xms16m -Xmx96m -XX:MaxDirectMemorySize=64g -XX:ReservedCodeCacheSize=48m \
-XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000 \
-XX:+UnlockDiagnosticVMOptions -XX:AsyncDeflationInterval=10000 -XX:GuaranteedSafepointInterval=0 \
-XX:-UsePerfData -Xlog:disable -Djava.awt.headless=true"
  [ "$java_version" -lt 24 ] || java_options="$java_options --sun-misc-unsafe-memory-access=allow"
}

# Sets `java_test_options`: what a JVM without the jar's manifest, which enables native access, needs to hear.
find_java_test_options() {
  java_test_options=
  [ "$java_version" -lt 24 ] ||
    java_test_options='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
}
