EAPI=8

inherit machine

DESCRIPTION="Builds toolchains for other machines, called as Gentoo's is"
SLOT="0"

src_install() {
	exeinto /usr/bin
	newexe "${FILESDIR}/crossdev.sh" crossdev
}
