#!/bin/sh
# Makes the secrets of docker-compose.yml where they are not there yet: cluster-secrets.sh [FOLDER]
# As root, for the containers (group 10001) read them and nobody else. Keep a copy of the key apart.
set -eu
folder=${1:-$(dirname "$0")/../var/secrets}
umask 077
mkdir -p "$folder"
chgrp 10001 "$folder"
chmod 0750 "$folder"
for name in key database-password; do
  if [ ! -e "$folder/$name" ]; then
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' > "$folder/$name"
  fi
  chgrp 10001 "$folder/$name"
  chmod 0440 "$folder/$name"
done
