#!/bin/sh
# Run in the new root at the end of stage 4: which SDK this is, where Flatcar's tools look for it.
# The names are of the profile, the version is the SDK's.
set -eu
version=$SDK_VERSION
id=${version%%+*}
build=${version#"$id"}
build=${build#+}
brand() { portageq envvar "BRANDING_OS_$1"; }
name=$(brand NAME)

mkdir -p /usr/share/flatcar /etc/flatcar /usr/lib
cat >/usr/share/flatcar/lsb-release <<END
DISTRIB_ID="$name"
DISTRIB_RELEASE=$version
DISTRIB_DESCRIPTION="$name $version"
END
cat >/usr/lib/os-release <<END
NAME="$name"
ID="$(brand ID)"
ID_LIKE="$(brand ID_LIKE)"
VERSION="$version"
VERSION_ID="$id"
BUILD_ID="$build"
SYSEXT_LEVEL="1.0"
PRETTY_NAME="$name $version"
ANSI_COLOR="38;5;75"
HOME_URL="$(brand HOME_URL)"
BUG_REPORT_URL="$(brand BUG_REPORT_URL)"
SUPPORT_URL="$(brand SUPPORT_URL)"
FLATCAR_BOARD=""
CPE_NAME="cpe:2.3:o:$(brand ID)-linux:$(brand ID)_linux:$version:*:*:*:*:*:*:*"
END
cat >/usr/share/flatcar/release <<END
FLATCAR_RELEASE_VERSION=$version
FLATCAR_RELEASE_BOARD=
FLATCAR_RELEASE_APPID={e96281a6-d1af-4bde-9a0a-97b76e56dc57}
END
cat >/usr/share/flatcar/update.conf <<END
SERVER=https://public.update.flatcar-linux.net/v1/update/
GROUP=
END
ln -sfn ../usr/share/flatcar/lsb-release /etc/lsb-release
ln -sfn ../usr/lib/os-release /etc/os-release
ln -sfn ../../lib/os-release /usr/share/flatcar/os-release
