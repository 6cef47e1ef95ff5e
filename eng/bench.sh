#!/usr/bin/env bash
# Runs the benchmarks. Without arguments all of them, with a name that one: eng/bench.sh generators [rounds].
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

bench_generators() {
  echo "== generators"
  dotnet run --project benchmarks/Generators.Benchmarks --configuration Release -- "$@"
}

case "${1:-all}" in
  all) bench_generators ;;
  generators) bench_generators "${@:2}" ;;
  *) echo "There is no benchmark '$1'. Known: generators." >&2; exit 1 ;;
esac
