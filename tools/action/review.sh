#!/usr/bin/env bash
# Writes the review of the checked-out commit against $BASE: Markdown for people, SARIF for code scanning.
# Takes $WATTLENS (this repository, built), $BASE, $ACCELERATOR, $ZONE (may be empty) and $OUT (a folder to write to).
set -euo pipefail

# Finds the comment again, so that it is updated and not repeated.
MARKER='<!-- wattlens -->'
EXCEEDED=3

wattlens() { node "$WATTLENS/dist/cli.js" "$@"; }

mkdir -p "$OUT"
review="$OUT/review.md"
sarif=''
exceeded=false

printf '%s\n\n' "$MARKER" >"$review"
# The first push of a branch has only zeros before it.
if [[ -z ${BASE//0/} ]]; then
  printf 'There is no commit to compare with.\n' >>"$review"
else
  git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"
  wattlens diff --git "$BASE" --on "$ACCELERATOR" ${ZONE:+--zone "$ZONE"} --markdown >>"$review"
fi

mapfile -d '' -t scenarios < <(git ls-files -z -- '*.wattlens.yaml' '*.wattlens.yml')
if ((${#scenarios[@]} > 0)); then
  sarif="$OUT/wattlens.sarif"
  printf '\n' >>"$review"
  status=0
  wattlens check "${scenarios[@]}" --sarif "$sarif" --markdown >>"$review" || status=$?
  if ((status == EXCEEDED)); then exceeded=true; elif ((status != 0)); then exit "$status"; fi
fi

cat "$review" >>"$GITHUB_STEP_SUMMARY"
{
  echo "exceeded=$exceeded"
  echo "markdown=$review"
  echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
