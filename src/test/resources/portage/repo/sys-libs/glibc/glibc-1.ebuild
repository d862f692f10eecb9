EAPI=8

inherit machine

DESCRIPTION="What this machine has of glibc; for another machine, a wrapper of it"
SLOT="0"
RESTRICT="strip binchecks"

src_install() {
	if [[ ${CATEGORY} == cross-* ]]; then
		[[ ${PN} == gcc ]] || return
		mkdir -p "${D}/usr/bin" || die
		printf '#!/bin/sh\nexec gcc "$@"\n' >"${D}/usr/bin/${CATEGORY#cross-}-gcc" || die
		chmod 755 "${D}/usr/bin/${CATEGORY#cross-}-gcc" || die
	else
		machine_files glibc
	fi
}
