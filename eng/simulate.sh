#!/usr/bin/env bash
# Runs simulations of a fleet of workers under random faults, each from a seed.
#   eng/simulate.sh --seeds N [--from S] [--jobs J]    runs N seeds, J processes at a time (default: one for each core)
#   eng/simulate.sh --replay S [--mutation NAME]       runs one seed and prints everything that happens
#   eng/simulate.sh --mutations [--seeds N]            leaves out one rule of the protocol after the other: each must be
#                                                      noticed within N seeds (default 1000)
#   eng/simulate.sh --scale SHARDS --workers N         balance, loss of a tenth and rolling restart of a large fleet
#   eng/simulate.sh --cost                             the table of docs/cost.md
# The last line of the first form is "N seeds, V violations, R seeds/minute". The exit code is 0 only if all is well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build tests/Simulator/Simulator.csproj --configuration Release --nologo -v quiet >&2
exec dotnet exec tests/Simulator/bin/Release/net10.0/DynamoHandlers.Simulator.dll "$@"
