#!/usr/bin/env bash
# Writes $REVIEW as the one comment of Wattlens on $PULL_REQUEST of $GITHUB_REPOSITORY, or brings it up to date.
set -euo pipefail

# GitHub takes 65,536 characters; the rest stays in the job's summary.
MOST=65000

marker=$(head -n 1 "$REVIEW")
body=$(mktemp)
awk -v most="$MOST" '
  { size += length($0) + 1 }
  size > most { print "\n> Cut off here; the summary of the job has it whole."; exit }
  { print }
' "$REVIEW" >"$body"

own=".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id"
publish() {
  local found comment
  found=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --jq "$own") || return 1
  comment=${found%%$'\n'*}
  if [[ -n $comment ]]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$comment" --field "body=@$body"
  else
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$body"
  fi
}

# The token of a pull request from a fork may not write; that is no fault of the change.
publish || echo '::warning::The review could not be written as a comment; the job needs pull-requests: write.'
