#!/bin/sh
# One Kafka node in the foreground: start.sh FOLDER PORT CONTROLLER_PORT
# FOLDER keeps its data; the jars come from $KAFKA_LIBS, or from Maven the first time. Stop: SIGTERM.
set -eu
folder=$1 port=$2 controller=$3
here=$(cd "$(dirname "$0")" && pwd)
libs=${KAFKA_LIBS:-$here/../../var/kafka/libs}

if [ ! -f "$libs/.complete" ]; then
  mvn -B -q -f "$here/pom.xml" dependency:copy-dependencies -Dlibs="$libs"
  touch "$libs/.complete"
fi

mkdir -p "$folder/data"
{
  cat "$here/server.properties"
  echo "controller.quorum.voters=1@127.0.0.1:$controller"
  echo "listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller"
  echo "advertised.listeners=PLAINTEXT://127.0.0.1:$port"
  echo "log.dirs=$folder/data"
} > "$folder/server.properties"

# java expands the star of the class path itself
if [ ! -f "$folder/data/meta.properties" ]; then
  cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
  java -cp "$libs/*" kafka.tools.StorageTool format --cluster-id="$cluster" -c "$folder/server.properties"
fi
# shellcheck disable=SC2086  # these options are several words
exec java ${KAFKA_JVM:--Xmx512m -Xms128m -XX:+UseSerialGC} \
  "-Dlog4j2.configurationFile=$here/log4j2.properties" \
  -cp "$libs/*" kafka.Kafka "$folder/server.properties"
