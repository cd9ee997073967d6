#!/usr/bin/env bash
# Installs the programs that the tests with a real n8n need beside Node.js: Chromium for the editor, Redis and PostgreSQL
# for queue mode. Does nothing where they are found.
set -euo pipefail

has_postgresql() {
	compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

missing=()
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v redis-server >/dev/null || missing+=(redis-server)
has_postgresql || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "These tests need: ${missing[*]}. Install them with the package manager of this system, then start again." >&2
	exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
		echo "These tests need: ${missing[*]}. Run \"apt-get install ${missing[*]}\" as root, then start again." >&2
		exit 1
	fi
	as_root=(sudo -n)
fi

echo "Installing ${missing[*]} (only the first time)" >&2
# The packages would start their services on the usual ports; the tests start their own on free ones.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
	"${as_root[@]}" chmod +x "$policy"
	trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq "${missing[@]}" >/dev/null
