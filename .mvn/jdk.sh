# Finds a JDK 25 (or newer) and exports it as JAVA_HOME. Sourced by ./mvnw and ./weighbridge, so that
# both work on a machine whose default `java` is older. Prints nothing when it finds one.
#
# Order: WEIGHBRIDGE_JDK, JAVA_HOME, the `java` on the PATH, then the usual places. In each place a 25
# is taken before anything newer.

# jdk_major DIR: the feature version of the JDK in DIR, or 0 when there is no compiler in it.
jdk_major() {
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    echo 0
  fi
}

# jdk_candidates: one directory a line, the ones named by the user first.
jdk_candidates() {
  [ -z "${WEIGHBRIDGE_JDK-}" ] || printf '%s\n' "$WEIGHBRIDGE_JDK"
  [ -z "${JAVA_HOME-}" ] || printf '%s\n' "$JAVA_HOME"
  jdk_on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$jdk_on_path" ]; then
    jdk_real=$(readlink -f "$jdk_on_path" 2>/dev/null || printf '%s' "$jdk_on_path")
    dirname "$(dirname "$jdk_real")"
  fi
  for jdk_root in /usr/lib/jvm /usr/lib64/jvm /usr/java /usr/local/lib/jvm /opt /opt/java \
    /opt/homebrew/opt /usr/local/opt "${HOME:-/}/.jdks" "${HOME:-/}/.sdkman/candidates/java" \
    "${HOME:-/}/.local/share/mise/installs/java" "${HOME:-/}/.asdf/installs/java" \
    /Library/Java/JavaVirtualMachines "${HOME:-/}/Library/Java/JavaVirtualMachines"; do
    [ -d "$jdk_root" ] || continue
    find "$jdk_root" -maxdepth 1 -mindepth 1 2>/dev/null | sort
  done
}

# find_jdk: sets and exports JAVA_HOME, or says how to get a JDK 25 and returns 1.
find_jdk() {
  jdk_newer=
  jdk_list=$(jdk_candidates)
  jdk_old_ifs=$IFS
  IFS='
'
  # Word splitting on lines is wanted; globbing is off in mvnw and harmless here.
  for jdk_dir in $jdk_list; do
    for jdk_home in "$jdk_dir" "$jdk_dir/Contents/Home" "$jdk_dir/libexec/openjdk.jdk/Contents/Home"; do
      jdk_version=$(jdk_major "$jdk_home")
      if [ "${jdk_version:-0}" -eq 25 ]; then
        IFS=$jdk_old_ifs
        JAVA_HOME=$jdk_home
        export JAVA_HOME
        return 0
      elif [ "${jdk_version:-0}" -gt 25 ] && [ -z "$jdk_newer" ]; then
        jdk_newer=$jdk_home
      fi
    done
  done
  IFS=$jdk_old_ifs
  if [ -n "$jdk_newer" ]; then
    JAVA_HOME=$jdk_newer
    export JAVA_HOME
    return 0
  fi
  cat >&2 <<'TEXT'
Weighbridge needs a JDK 25, and none was found (looked at WEIGHBRIDGE_JDK, JAVA_HOME, the PATH and the
usual installation folders).
  Debian, Ubuntu   apt install openjdk-25-jdk, or temurin-25-jdk from Adoptium's package source
  macOS            brew install openjdk@25
  anything         sdk install java 25-tem   (SDKMAN), or a download from adoptium.net
Installed already? Say where:   export WEIGHBRIDGE_JDK=/path/to/jdk-25
TEXT
  return 1
}
