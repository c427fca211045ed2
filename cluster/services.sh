#!/usr/bin/env bash
# What a cluster stands on, on one machine and without containers: etcd, an S3 server and Apache Pulsar, on loopback
# ports of their own. For trying and testing; a real cluster has its own.
#
#   cluster/services.sh up DIR [etcd] [s3] [pulsar]    start what does not run yet (all three if none is named)
#   cluster/services.sh down DIR [--wipe]              stop what was started there; --wipe deletes its data too
#   cluster/services.sh env DIR                        print where they are, as shell variables
#
# DIR keeps data, logs, ports and process ids, so that a service comes back where it was, and "host" if they are called
# on another one than 127.0.0.1. Programs are fetched once, by apt-get and Maven, into ~/.cache/windhover/services.
# ETCD_BIN names another etcd. Needs curl and a JDK 25.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.mvn/jdk.sh"
cache="${WINDHOVER_CACHE:-$HOME/.cache/windhover}/services"
pulsar_version=4.0.8
s3proxy_version=4.1.0
access_key=windhover
secret_key=windhover-secret
ready_seconds=240

say() { printf 'services: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
usage() { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2; }

# --- Processes ---------------------------------------------------------------------------------

# Tells whether the service $1 runs and is ours: a process id alone may be another program's by now.
alive() {
  local pid
  pid=$(cat "$dir/$1.pid" 2>/dev/null) || return 1
  { tr '\0' '\n' <"/proc/$pid/environ"; } 2>/dev/null | grep -qx "WINDHOVER_SERVICE=$dir:$1"
}

launch() { # NAME COMMAND…
  local name="$1"
  shift
  (
    cd "$dir"
    export WINDHOVER_SERVICE="$dir:$name"
    exec setsid "$@" >>"$dir/$name.log" 2>&1 </dev/null 8>&-
  ) &
  echo $! >"$dir/$name.pid"
}

port() { # a free loopback port below the ephemeral ones, remembered under a name
  local file="$dir/$1.port" number
  if [ ! -s "$file" ]; then
    while true; do
      number=$((20000 + RANDOM % 12000))
      grep -qsx "$number" "$dir"/*.port && continue
      (exec 3<>"/dev/tcp/127.0.0.1/$number") 2>/dev/null || break
    done
    echo "$number" >"$file"
  fi
  cat "$file"
}

await() { # NAME URL PATTERN
  local until=$((SECONDS + ready_seconds))
  until curl -s -m 10 "$2" 2>/dev/null | grep -qE "$3"; do
    alive "$1" || { tail -20 "$dir/$1.log" >&2; fail "$1 ended, see $dir/$1.log"; }
    [ "$SECONDS" -lt "$until" ] || fail "$1 is not ready after $ready_seconds s, see $dir/$1.log"
    sleep 0.1
  done
}

host() { # the one on which services are called: that of a relay, if there is one
  cat "$dir/host" 2>/dev/null || echo 127.0.0.1
}

# --- etcd --------------------------------------------------------------------------------------

fetch_etcd() {
  etcd="${ETCD_BIN:-$(command -v etcd || true)}"
  [ -n "$etcd" ] && return
  etcd="$cache/etcd/usr/bin/etcd"
  [ -x "$etcd" ] && return
  say "fetching etcd"
  local staging="$cache/etcd.new" try
  rm -rf "$staging"
  mkdir -p "$staging"
  for try in 1 2 3; do
    (cd "$staging" && apt-get download -qq etcd-server >/dev/null 2>&1) && break
    apt-get update -qq >/dev/null 2>&1 || true
  done
  ls "$staging"/*.deb >/dev/null 2>&1 || fail "etcd cannot be fetched with apt-get; install it, or name one with ETCD_BIN"
  dpkg-deb -x "$staging"/*.deb "$staging"
  mv -T "$staging" "$cache/etcd"
}

up_etcd() {
  local client peer
  fetch_etcd
  client="http://127.0.0.1:$(port etcd)"
  peer="http://127.0.0.1:$(port etcd-peer)"
  alive etcd || launch etcd "$etcd" --name etcd --data-dir "$dir/etcd" --logger zap --log-level warn \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "etcd=$peer"
  await etcd "$client/health" '"health": *"true"'
}

# --- S3 ----------------------------------------------------------------------------------------

from_maven() { # ARTIFACT FILE: fetches one file of a repository into the cache
  [ -s "$cache/$2" ] && return
  say "fetching $2"
  "$root/mvnw" -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$1" -DoutputDirectory="$cache" >&2
}

up_s3() {
  local jar="s3proxy-$s3proxy_version-jar-with-dependencies.jar" number
  from_maven "org.gaul:s3proxy:$s3proxy_version:jar:jar-with-dependencies" "$jar"
  number=$(port s3)
  mkdir -p "$dir/s3"
  cat >"$dir/s3.properties" <<TEXT
s3proxy.endpoint=http://127.0.0.1:$number
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=$access_key
s3proxy.credential=$secret_key
s3proxy.v4-max-non-chunked-request-size=134217728
jclouds.provider=filesystem-nio2
jclouds.identity=unused
jclouds.credential=unused
jclouds.filesystem.basedir=$dir/s3
TEXT
  alive s3 || launch s3 "$JAVA_HOME/bin/java" -Xms64m -Xmx512m -XX:+UseSerialGC -jar "$cache/$jar" \
    --properties "$dir/s3.properties"
  await s3 "http://127.0.0.1:$number/" 'Error|Result'
}

# --- Pulsar ------------------------------------------------------------------------------------

fetch_pulsar() {
  pulsar="$cache/apache-pulsar-$pulsar_version"
  [ -d "$pulsar/lib" ] && return
  from_maven "org.apache.pulsar:pulsar-server-distribution:$pulsar_version:tar.gz:bin" \
    "pulsar-server-distribution-$pulsar_version-bin.tar.gz"
  say "unpacking Pulsar"
  local staging="$cache/pulsar.new"
  rm -rf "$staging"
  mkdir -p "$staging"
  tar -xzf "$cache/pulsar-server-distribution-$pulsar_version-bin.tar.gz" -C "$staging"
  mv -T "$staging/apache-pulsar-$pulsar_version" "$pulsar"
  rm -rf "$staging" "$cache/pulsar-server-distribution-$pulsar_version-bin.tar.gz"
}

# As shipped, a standalone Pulsar does not force its journal, creates topics that are only asked for, and listens on every
# address: the first would lose rows, the others are not for a test.
pulsar_settings() {
  cat <<TEXT
brokerServicePort=$1
webServicePort=$2
bindAddress=127.0.0.1
advertisedAddress=$(host)
listeningInterface=lo
journalSyncData=true
journalMaxGroupWaitMSec=1
allowAutoTopicCreation=false
backlogQuotaCheckEnabled=false
webSocketServiceEnabled=false
systemTopicEnabled=false
topicLevelPoliciesEnabled=false
dbStorage_writeCacheMaxSizeMb=64
dbStorage_readAheadCacheMaxSizeMb=32
dbStorage_rocksDB_blockCacheSize=33554432
managedLedgerCacheSizeMB=64
numIOThreads=2
numHttpServerThreads=8
numOrderedExecutorThreads=2
bookkeeperClientNumIoThreads=2
TEXT
}

up_pulsar() {
  local number web setting
  fetch_pulsar
  number=$(port pulsar)
  web=$(port pulsar-web)
  if ! alive pulsar; then
    cp "$pulsar/conf/standalone.conf" "$dir/pulsar.conf"
    echo >>"$dir/pulsar.conf"
    while read -r setting; do
      sed -i "/^${setting%%=*}=/d" "$dir/pulsar.conf"
      echo "$setting" >>"$dir/pulsar.conf"
    done < <(pulsar_settings "$number" "$web")
    # Without conf/ on the class path, which bin/pulsar puts there, the JVM can use an archive of classes.
    launch pulsar "$JAVA_HOME/bin/java" -Xms256m -Xmx768m -XX:MaxDirectMemorySize=768m -XX:+UseSerialGC \
      -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$cache/pulsar-$pulsar_version.jsa" \
      --add-opens java.base/java.io=ALL-UNNAMED --add-opens java.base/java.util.zip=ALL-UNNAMED \
      --add-opens java.management/sun.management=ALL-UNNAMED \
      --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
      --add-opens java.base/java.nio=ALL-UNNAMED --add-opens java.base/jdk.internal.misc=ALL-UNNAMED \
      --add-opens java.base/jdk.internal.platform=ALL-UNNAMED --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow -cp "$pulsar/lib/*" -Djava.net.preferIPv4Stack=true \
      -Dio.netty.tryReflectionSetAccessible=true -Dpulsar.allocator.exit_on_oom=true \
      -Dlog4j.configurationFile="$pulsar/conf/log4j2.yaml" -Dpulsar.log.appender=Console \
      -Dpulsar.log.level=warn -Dpulsar.log.root.level=warn -Dpulsar.log.dir="$dir" \
      -Dpulsar.log.immediateFlush=false -Dpulsar.routing.appender.default=Console \
      org.apache.pulsar.PulsarStandaloneStarter --config "$dir/pulsar.conf" --metadata-dir "$dir/pulsar-metadata" \
      --bookkeeper-dir "$dir/pulsar-ledgers" --advertised-address "$(host)" -nfw -nss
  fi
  await pulsar "http://127.0.0.1:$web/admin/v2/namespaces/public/default" 'policies|bundles|replication'
  await pulsar "http://127.0.0.1:$web/admin/v2/brokers/health" ok
}

# --- Commands ----------------------------------------------------------------------------------

print_env() {
  [ -s "$dir/etcd.port" ] && echo "ETCD_ENDPOINTS=http://$(host):$(cat "$dir/etcd.port")"
  [ -s "$dir/s3.port" ] && echo "S3_ENDPOINT=http://$(host):$(cat "$dir/s3.port")" \
    && echo "S3_ACCESS_KEY=$access_key" && echo "S3_SECRET_KEY=$secret_key"
  [ -s "$dir/pulsar.port" ] && echo "PULSAR_URL=pulsar://$(host):$(cat "$dir/pulsar.port")" \
    && echo "PULSAR_ADMIN_URL=http://$(host):$(cat "$dir/pulsar-web.port")"
  return 0
}

up() {
  find_jdk
  mkdir -p "$cache"
  exec 8>"$cache/.lock"
  flock 8
  local service
  for service in "${@:-}"; do
    case "${service:-all}" in
      etcd | s3 | pulsar) "up_$service" ;;
      all) up_etcd; up_s3; up_pulsar ;;
      *) usage ;;
    esac
  done
  print_env
}

down() {
  local file name pid
  for file in "$dir"/*.pid; do
    [ -e "$file" ] || continue
    name=$(basename "$file" .pid)
    if alive "$name"; then
      pid=$(cat "$file")
      kill "$pid"
      for _ in $(seq 200); do
        alive "$name" || break
        sleep 0.1
      done
      if alive "$name"; then
        say "$name does not end; killed"
        kill -9 "$pid"
      fi
    fi
    rm -f "$file"
  done
  [ "${1:-}" = --wipe ] && rm -rf "$dir"
  return 0
}

[ $# -ge 2 ] || usage
command="$1"
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2
case "$command" in
  up) up "$@" ;;
  down) down "$@" ;;
  env) print_env ;;
  *) usage ;;
esac
