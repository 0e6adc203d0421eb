#!/usr/bin/env bash
# Runs podlint with the inputs of the action: annotations and the summary for GitHub, text for the log.
set -uo pipefail

# A line break would add an output of its own to those of the action.
case $INPUT_SARIF_FILE in
*[$'\n\r']*)
	echo "::error title=podlint::sarif-file holds a line break: want one file"
	echo "status=2" >>"$GITHUB_OUTPUT"
	exit 2
	;;
esac
args=(-o github -o text=/dev/stderr)
if [ -n "$INPUT_FAIL_ON" ]; then
	args+=(--fail-on "$INPUT_FAIL_ON")
fi
if [ -n "$INPUT_SARIF_FILE" ]; then
	args+=(-o "sarif=$INPUT_SARIF_FILE")
fi
while IFS= read -r arg; do
	if [ -n "$arg" ]; then args+=("$arg"); fi
done <<<"$INPUT_ARGS"
args+=(--)
while IFS= read -r path; do
	if [ -n "$path" ]; then args+=("$path"); fi
done <<<"$INPUT_PATHS"

podlint lint "${args[@]}"
status=$?
{
	echo "status=$status"
	echo "sarif-file=$INPUT_SARIF_FILE"
} >>"$GITHUB_OUTPUT"
exit "$status"
