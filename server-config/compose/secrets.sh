#!/usr/bin/env bash
# Makes the secrets that compose.yaml mounts, as far as they are not there: random passwords and tokens, a certificate for trying
# out and one for Kafka, and the keys, which the first start of a node makes. The file of accounts is empty until you fill it (README,
# "Configure it"); it has a folder of its own, which nodes see with every change.
#
#   ./secrets.sh            the keys are made by a container of the image
#   ./secrets.sh FOLDER     the keys are taken from the data directory of a server that has been started once
set -euo pipefail
cd "$(dirname "$0")"
if [ -f .env ]; then
  set -a
  # shellcheck disable=SC1091
  . ./.env
  set +a
fi
image=${CLDA_IMAGE:-clda:0.1.0}
host=${CLDA_HOST:-chat.example.com}

umask 077
mkdir -p secrets/accounts

random() {
  [ -s "secrets/$1" ] || openssl rand -hex 32 | tr -d '\n' > "secrets/$1"
}
random database-password
random scrape-token
random grafana-password
for empty in accounts/accounts llm-api-key; do
  [ -e "secrets/$empty" ] || : > "secrets/$empty"
done

# certificate NAME DAYS: made.crt and made.key, signed by itself
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$2" -subj "/CN=$1" -addext "subjectAltName=DNS:$1" \
    -keyout made.key -out made.crt 2> /dev/null
}
if [ ! -s secrets/router.pem ]; then
  certificate "$host" 90
  cat made.crt made.key > secrets/router.pem
fi
# Kafka does not reach beyond the network of Compose.
if [ ! -s secrets/kafka.pem ] || [ ! -s secrets/kafka-authority.pem ]; then
  certificate kafka 3650
  cat made.key made.crt > secrets/kafka.pem
  mv made.crt secrets/kafka-authority.pem
fi
rm -f made.key made.crt

if [ ! -s secrets/master-key.json ]; then
  if [ "$#" -gt 0 ]; then
    cp "$1/keys/master-key.json" "$1/keys/token-key.json" secrets/
  else
    made=$(docker run --detach --network none --tmpfs /tmp --read-only "$image")
    trap 'docker rm --force --volumes "$made" > /dev/null' EXIT
    for _ in $(seq 120); do
      if docker cp "$made:/data/keys/." secrets/ 2> /dev/null && [ -s secrets/master-key.json ] && [ -s secrets/token-key.json ]; then
        break
      fi
      sleep 1
    done
  fi
  [ -s secrets/master-key.json ] || { echo "secrets.sh: no key was made: docker logs says why" >&2; exit 1; }
fi

# A file of Compose keeps its owner and mode, and containers run as users of their own: the folder keeps others out.
chmod 700 secrets
find secrets -mindepth 1 -type d -exec chmod 755 {} +
find secrets -type f -exec chmod 644 {} +
echo "secrets.sh: keep a copy of secrets/master-key.json elsewhere: without it nobody can read the database"
