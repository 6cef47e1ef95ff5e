#!/usr/bin/env bash
# Runs the benchmarks.
#   eng/bench.sh                        all of them
#   eng/bench.sh --quick                the ratios of reading a page, in half a minute
#   eng/bench.sh page [--loop NAME]     reading a page; or one of its means alone, for a profiler
#   eng/bench.sh generators [rounds]    the source generator
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

bench_page() {
  echo "== page"
  dotnet run --project benchmarks/Runtime.Benchmarks --configuration Release -- "$@"
}

bench_generators() {
  echo "== generators"
  dotnet run --project benchmarks/Generators.Benchmarks --configuration Release -- "$@"
}

case "${1:-all}" in
  all) bench_page; bench_generators ;;
  --quick) bench_page --quick ;;
  page) bench_page "${@:2}" ;;
  generators) bench_generators "${@:2}" ;;
  *) echo "There is no benchmark '$1'. Known: page, generators; --quick." >&2; exit 1 ;;
esac
