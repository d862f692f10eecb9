#!/bin/sh
# The directories every root has, accounts, and what it is.
set -eu
cd "$STAGE_ROOT"
mkdir -p bin dev etc proc root run sys tmp var/lib/repos
chmod 1777 tmp
cat >etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
END
cat >etc/group <<'END'
root:x:0:
END
# With `reuse: inputs`, a stage does not see the SDK's name and version: others may reuse it.
cat >etc/os-release <<END
ID=${SDK_NAME-sdk}
VERSION_ID=${SDK_VERSION-}
PRETTY_NAME="${SDK_NAME-sdk}${SDK_VERSION:+ $SDK_VERSION}, stage $STAGE"
END
