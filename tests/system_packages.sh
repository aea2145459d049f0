#!/bin/sh
# Install the Debian packages that are named and not yet there: system_packages.sh PACKAGE...
# Where that is not possible, says how, and the tests that need them say that they were skipped.
set -u
missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
    echo "Install with your system's package manager what Debian calls$missing; until then some tests are skipped."
    exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && as_root="sudo -n"
fi
echo "Installing$missing ..."
log=$(mktemp)
if $as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update && apt-get install --yes --no-install-recommends $missing" \
    >"$log" 2>&1; then
    rm -f "$log"
    exit 0
fi
tail -3 "$log"
rm -f "$log"
echo "They could not be installed. Run: sudo apt-get install$missing"
[ -z "${CI:-}" ] || exit 1
echo "Until then some tests are skipped."
