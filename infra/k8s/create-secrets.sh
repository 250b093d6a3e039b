#!/usr/bin/env bash
# Makes the namespace, and in it each Secret and each key of one that is missing for the components of an overlay. What is
# there stays as it is. No value is shown, written to a file or given as an argument.
#
# Usage: create-secrets.sh [OVERLAY] [USER…]: OVERLAY is a folder of overlays/ (dev), and USER one more user of NATS
# With external-mongo, say where MongoDB is, the first time: MONGO_URI=mongodb://… create-secrets.sh production
# With mail, say where the mail server is in the same way: SMTP_URL=smtps://user:password@host:465
set -euo pipefail
cd "$(dirname "$0")"

# skaffold says which cluster it means.
kubectl() {
  command kubectl ${SKAFFOLD_KUBE_CONTEXT:+--context="$SKAFFOLD_KUBE_CONTEXT"} --namespace=latchkey "$@"
}

# Letters and digits, so that it can stand in a URL, and a letter first: NATS takes a value of digits for a number.
password() {
  echo "p$(openssl rand -hex 24)"
}

has() { # SECRET
  [ -n "$(kubectl get secret "$1" --ignore-not-found --output=name)" ]
}

has_key() { # SECRET KEY
  [ -n "$(kubectl get secret "$1" --ignore-not-found --output="jsonpath={.data.$2}")" ]
}

value_of() { # SECRET KEY
  kubectl get secret "$1" --ignore-not-found --output="jsonpath={.data.$2}" | openssl base64 -d -A
}

make() { # SECRET KEY VALUE
  if has_key "$1" "$2"; then
    echo "secret $1: $2 is there"
    return
  fi
  if [ -z "$3" ]; then
    echo "secret $1: there is nothing to make $2 of" >&2
    exit 1
  fi
  has "$1" || kubectl create secret generic "$1" >/dev/null
  printf '{"data":{"%s":"%s"}}' "$2" "$(printf %s "$3" | openssl base64 -A)" |
    kubectl patch secret "$1" --patch-file=/dev/stdin >/dev/null
  echo "secret $1: made $2"
}

# A pair: auth alone has the half that signs. Where services share a secret, none is made, since auth would sign at once
# with a key that nobody else knows.
make_jwt_keys() {
  if has_key jwt-secret JWT_KEY && ! has_key jwt-signing-key JWT_KEY; then
    echo "secret jwt-secret: JWT_KEY is there, a secret that all services share; docs/operations.md moves to a key pair"
    return
  fi
  if has_key jwt-public-key JWT_PUBLIC_KEY && ! has_key jwt-signing-key JWT_KEY; then
    echo "secret jwt-public-key is there, and its private half is not: put it into the Secret jwt-signing-key as JWT_KEY" >&2
    exit 1
  fi
  make jwt-signing-key JWT_KEY "$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)"
  make jwt-public-key JWT_PUBLIC_KEY "$(public_half)"
}

# Of the key that is there, since an earlier run may have ended in between. In a list, commas separate keys.
public_half() {
  value_of jwt-signing-key JWT_KEY | tr , '\n' | openssl pkey -pubout 2>/dev/null
}

# What it has encrypted is lost with it, so a new one takes no place of an old one: docs/operations.md says how to change it.
make_data_key() {
  make data-key DATA_KEY "$(openssl rand -base64 32)"
}

make_for_mongo() {
  make mongo root "$(password)"
  make mongo auth "$(password)"
  if [ -f "$folder/tickets.yaml" ]; then
    make mongo tickets "$(password)"
  fi
}

make_for_nats() {
  make nats auth "$(password)"
  make nats service "$(password)"
  if uses nats-cluster; then
    make nats cluster "$(password)"
  fi
}

# The key makes the links in mails, so a new one ends those that are on their way.
make_for_mail() {
  make mail MAIL_KEY "$(password)"
  if uses mail; then
    make mail SMTP_URL "${SMTP_URL:-}"
  fi
}

make_for_ingress() {
  if ! has latchkey-tls; then
    echo "secret latchkey-tls is missing: let cert-manager make it, or: kubectl create secret tls latchkey-tls --namespace=latchkey --cert=FILE --key=FILE"
  fi
}

uses() { # COMPONENT
  grep -Eq "^ *- .*/components/$1([ ?]|\$)" "$folder/kustomization.yaml"
}

overlay=${1:-dev}
folder=overlays/$overlay
if [ ! -f "$folder/kustomization.yaml" ]; then
  echo "not an overlay: $overlay (there are:$(printf ' %s' $(ls overlays)))" >&2
  exit 2
fi
for user in "${@:2}"; do
  case $user in
    *[!a-z0-9_-]*)
      echo "not a name for a user of NATS: $user (a-z, 0-9, - and _)" >&2
      exit 2
      ;;
  esac
done

kubectl apply --server-side --filename=namespace.yaml
if uses external-mongo && [ -z "${MONGO_URI:-}" ] && ! has_key auth-mongo MONGO_URI; then
  echo "say where MongoDB is: MONGO_URI=mongodb://user:password@host:27017/auth $0 $overlay" >&2
  exit 1
fi
if uses mail && [ -z "${SMTP_URL:-}" ] && ! has_key mail SMTP_URL; then
  echo "say where the mail server is: SMTP_URL=smtps://user:password@host:465 $0 $overlay" >&2
  exit 1
fi
make_jwt_keys
make_data_key
make internal-token INTERNAL_TOKEN "$(password)"
if uses nats; then make_for_nats; fi
for user in "${@:2}"; do
  make nats "$user" "$(password)"
done
if uses mongo; then make_for_mongo; fi
if uses external-mongo; then make auth-mongo MONGO_URI "${MONGO_URI:-}"; fi
if uses mail || uses mail-catcher; then make_for_mail; fi
if uses ingress; then make_for_ingress; fi
