#!/bin/sh
# Makes the secrets of a server, once: sh infra/compose/secrets.sh DOMAIN [FILE]
# DOMAIN: under which people reach it, such as bootcamp.example.org; localhost to try it out.
# FILE: default .env beside docker-compose.yml. Only its owner can read it; one that exists is kept.
set -eu

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
domain=${1:-}
file=${2:-$root/.env}

case $domain in
'') fail 'Say under which name people reach it: sh infra/compose/secrets.sh DOMAIN' ;;
*[!A-Za-z0-9.-]*) fail "DOMAIN is a host name such as bootcamp.example.org, not '$domain'." ;;
esac
command -v openssl >/dev/null 2>&1 || fail 'openssl is needed and not there.'
[ ! -e "$file" ] || fail "$file is there already; it belongs to the data and is not made anew."

umask 077
draft=$(mktemp "$file.XXXXXX")
trap 'rm -f "$draft"' EXIT

# Letters and digits only: a password stands in an address.
password() {
    openssl rand -hex 32
}

base64() {
    openssl base64 -A
}

private=$(openssl genpkey -algorithm ed25519 -outform DER | base64)
public=$(printf '%s' "$private" | openssl base64 -d -A |
    openssl pkey -inform DER -pubout -outform DER | base64)
cluster=$(openssl rand 16 | base64 | tr '+/' '-_' | tr -d '=')
# Not 64 hexadecimal digits: that would be read as the hash of a token.
token=$(openssl rand -hex 24)
if [ -z "$private" ] || [ -z "$public" ]; then
    fail 'openssl makes no Ed25519 keys; version 3 does.'
fi

cat >"$draft" <<END
# Made by infra/compose/secrets.sh. Whoever reads this can act as anybody: keep it, and keep it
# apart from the backups of the data. What each is for: docs/operations.md, "Secrets".
BOOTCAMP_DOMAIN=$domain
BOOTCAMP_SETUP_TOKEN=$token
IDENTITY_PRIVATE_KEY=$private
IDENTITY_PUBLIC_KEY=$public
GATEWAY_HASHING_SECRET=$(password)
ENROLLMENT_HASHING_SECRET=$(password)
CURRICULUM_HASHING_SECRET=$(password)
CURRICULUM_FILES_SECRET=$(password)
COMPETITION_HASHING_SECRET=$(password)
REVIEW_HASHING_SECRET=$(password)
REVIEW_FILES_SECRET=$(password)
KAFKA_CLUSTER_ID=$cluster
MONGODB_KEY=$(password)
MONGODB_ROOT_PASSWORD=$(password)
MONGODB_GATEWAY_PASSWORD=$(password)
MONGODB_ENROLLMENT_PASSWORD=$(password)
MONGODB_PEOPLE_PASSWORD=$(password)
MONGODB_CURRICULUM_PASSWORD=$(password)
MONGODB_COMPETITION_PASSWORD=$(password)
MONGODB_REVIEW_PASSWORD=$(password)
GRAFANA_PASSWORD=$(password)
END
# A link, not a move: it fails where somebody else has just made the file.
ln "$draft" "$file" 2>/dev/null || fail "$file cannot be made, or was made by another run."

printf 'Wrote %s.\nStart:  docker compose up -d --build\nSet up: https://%s/setup#%s\n' \
    "$file" "$domain" "$token"
