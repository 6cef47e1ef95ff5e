#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK, Java 17 and npm (for DynamoDB Local), and a C toolchain
# (for Native AOT). The last line says how many tests passed and failed; the exit code is 0 only if none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NO_COLOR=1

need() {
  command -v "$1" >/dev/null || { echo "$1 is missing: $2" >&2; exit 1; }
}

need dotnet "install the .NET 10 SDK (https://dot.net)"
command -v gcc >/dev/null || need clang "a C compiler links the Native AOT sample (Debian: apt-get install gcc zlib1g-dev)"
eng/dynamodb-local.sh install || exit 1
dotnet build Handlers.sln --configuration Release --nologo -v quiet || exit 1

passed=0
failed=0
for project in tests/*.Tests/; do
  name=DynamoHandlers.$(basename "$project")
  dll=${project}bin/Release/net10.0/$name.dll
  echo
  echo "== $name"
  log=$(mktemp)
  dotnet exec "$dll" -noColor | tee "$log" | grep -vE '^ +(Discover|Starting|Finished)|^xUnit.net|^=== TEST'
  code=${PIPESTATUS[0]}
  summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -1)
  rm -f "$log"
  if [ -z "$summary" ] || { [ "$code" -ne 0 ] && ! grep -qE 'Errors: [1-9]|Failed: [1-9]' <<<"$summary"; }; then
    # The run broke off, before its summary or after it.
    echo "$name ended with exit code $code."
    failed=$((failed + 1))
    continue
  fi

  read -r total errors bad skipped <<<"$(tr -cd '0-9 ' <<<"$summary")"
  failed=$((failed + errors + bad))
  passed=$((passed + total - bad - skipped))
  [ "$skipped" -eq 0 ] || echo "$name skipped $skipped tests, for the reasons above."
done

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
