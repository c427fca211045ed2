# Finds the JDK that everything here is built and run with; sourced by ./windhover and ./mvnw.
jdk_needed=25

jdk_version() { # prints the major version of the JDK in $1, nothing if it is none
  local release="$1/release"
  [ -x "$1/bin/javac" ] && [ -f "$release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
}

jdk_candidates() {
  [ -n "${WINDHOVER_JAVA_HOME:-}" ] && echo "$WINDHOVER_JAVA_HOME"
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  local found
  for found in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/jdk* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$found" ] && echo "$found"
  done
  if found=$(command -v javac); then
    found=$(readlink -f "$found" 2>/dev/null || echo "$found")
    dirname "$(dirname "$found")"
  fi
  return 0
}

# Sets and exports JAVA_HOME, or says how to get a JDK and ends.
find_jdk() {
  local candidate version
  while read -r candidate; do
    version=$(jdk_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge "$jdk_needed" ]; then
      JAVA_HOME="$candidate"
      export JAVA_HOME
      return
    fi
  done < <(jdk_candidates)
  cat >&2 <<TEXT
windhover: no JDK $jdk_needed or newer found. Looked at WINDHOVER_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, ~/.sdkman,
~/.jdks, /opt and the PATH. To get one:
  Debian, Ubuntu   apt-get install openjdk-25-jdk   (or temurin-25-jdk from Adoptium's repository)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem          (SDKMAN)
TEXT
  exit 1
}
