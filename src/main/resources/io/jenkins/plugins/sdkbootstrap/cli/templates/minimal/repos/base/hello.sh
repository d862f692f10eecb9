#!/bin/sh
# A package of the SDK.
set -eu
cat >"$STAGE_ROOT/bin/hello" <<'END'
#!/bin/sh
sed -n 's/^PRETTY_NAME="\(.*\)"$/hello from \1/p' /etc/os-release
END
chmod 755 "$STAGE_ROOT/bin/hello"
