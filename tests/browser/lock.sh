#!/bin/sh
# Writes package-lock.json from package.json, without the addresses that npm records by default. Needs npm.
set -eu
cd "$(dirname "$0")"
rm -f package-lock.json
npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund
node -e '
const fs = require("fs");
const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) {
  for (const member of ["resolved", "funding", "license", "deprecated"]) delete entry[member];
}
fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
'
