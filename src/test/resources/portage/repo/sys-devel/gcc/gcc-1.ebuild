EAPI=8

inherit machine

DESCRIPTION="What this machine has of gcc; for another machine, a wrapper of it"
SLOT="12"
[[ ${CATEGORY} == cross-* ]] || RDEPEND="sys-devel/binutils"
RESTRICT="strip binchecks"

src_install() {
	if [[ ${CATEGORY} == cross-* ]]; then
		[[ ${PN} == gcc ]] || return
		mkdir -p "${D}/usr/bin" || die
		printf '#!/bin/sh\nexec gcc "$@"\n' >"${D}/usr/bin/${CATEGORY#cross-}-gcc" || die
		chmod 755 "${D}/usr/bin/${CATEGORY#cross-}-gcc" || die
	else
		machine_files gcc
	fi
}
