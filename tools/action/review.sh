#!/usr/bin/env bash
# Writes the review of the checked-out commit against $BASE: Markdown for people, SARIF for code scanning.
# Takes $WATTLENS (this repository, built), $BASE, $ACCELERATOR, $ZONE (may be empty) and $OUT (a folder to write to).
set -euo pipefail

# Finds the comment again, so that it is updated and not repeated.
MARKER='<!-- wattlens -->'
BAD_INPUT=2
EXCEEDED=3

wattlens() { node "$WATTLENS/dist/cli.js" "$@"; }

mkdir -p "$OUT"
review="$OUT/review.md"
sarif=''
exceeded=false
unreadable=false
words=$(mktemp)

# Runs a command and adds what it prints to the review. Bad input (2) becomes a sentence there, so that the rest is still
# reviewed; a fault of ours ends the step.
add() {
  local status=0
  "$@" >>"$review" 2>"$words" || status=$?
  cat "$words" >&2
  if ((status == BAD_INPUT)); then
    unreadable=true
    printf '\n> **Cannot be read.** `%s`\n' "$(tr '\n`' " '" <"$words")" >>"$review"
  elif ((status == EXCEEDED)); then
    exceeded=true
  elif ((status != 0)); then
    exit "$status"
  fi
}

printf '%s\n\n' "$MARKER" >"$review"
# The first push of a branch has only zeros before it.
if [[ -z ${BASE//0/} ]]; then
  printf 'There is no commit to compare with.\n' >>"$review"
else
  git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"
  add wattlens diff --git "$BASE" --on "$ACCELERATOR" ${ZONE:+--zone "$ZONE"} --markdown
fi

mapfile -d '' -t scenarios < <(git ls-files -z -- '*.wattlens.yaml' '*.wattlens.yml')
if ((${#scenarios[@]} > 0)); then
  sarif="$OUT/wattlens.sarif"
  printf '\n' >>"$review"
  add wattlens check "${scenarios[@]}" --sarif "$sarif" --markdown
  # Without a report there is nothing to hand on.
  if [[ ! -s $sarif ]]; then sarif=''; fi
fi

cat "$review" >>"$GITHUB_STEP_SUMMARY"
{
  echo "exceeded=$exceeded"
  echo "unreadable=$unreadable"
  echo "markdown=$review"
  echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
