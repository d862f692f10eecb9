EAPI=8

inherit machine

DESCRIPTION="The directories, and the accounts that every root has"
SLOT="0"
IUSE="build"

src_install() {
	local name
	for name in bin sbin lib lib64; do
		mkdir -p "${D}/usr/${name}" || die
		ln -s "usr/${name}" "${D}/${name}" || die
	done
	keepdir /etc /var/lib/portage /var/log /root
	mkdir -p "${D}/etc" && cp /etc/passwd /etc/group "${D}/etc/" || die
}
