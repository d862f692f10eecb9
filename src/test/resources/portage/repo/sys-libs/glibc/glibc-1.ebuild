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
		printf '# en_US.UTF-8 UTF-8\n' >locale.gen || die
		insinto /etc
		doins locale.gen
	fi
}

pkg_postinst() {
	machine_pkg_postinst
	# The real one makes all locales that there are where its list names none.
	[[ ${CATEGORY} != cross-* && -z ${ROOT} && -d /var/cache/record ]] || return 0
	grep -q '^[^#]' "${EROOT}/etc/locale.gen" || echo "${STAGE}" >>/var/cache/record/locales
}
