EAPI=8

inherit machine

DESCRIPTION="The Portage that installs this"
SLOT="0"
RESTRICT="strip binchecks"
RDEPEND="dev-lang/python sys-apps/base"

src_install() {
	mkdir -p "${D}/usr/lib" "${D}/usr/bin" || die
	cp -a /usr/lib/portage "${D}/usr/lib/" || die
	chown -R 0:0 "${D}/usr/lib/portage" || die
	find "${D}/usr/lib/portage" -name __pycache__ -prune -exec rm -r {} + || die
	mkdir -p "${D}/usr/share/portage" || die
	ln -s ../../lib/portage/cnf "${D}/usr/share/portage/config" || die
	local name
	for name in emerge portageq ebuild env-update; do
		ln -s "../lib/portage/bin/${name}" "${D}/usr/bin/${name}" || die
	done
}
