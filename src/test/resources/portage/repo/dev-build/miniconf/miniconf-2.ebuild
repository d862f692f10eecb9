EAPI=8

inherit machine

DESCRIPTION="What a package is configured with"
SLOT="2"
BDEPEND="dev-lang/miniperl"
RDEPEND="dev-lang/miniperl"

src_install() {
	printf '#!/bin/sh\nexec miniperl configured "$@"\n' >miniconf || die
	exeinto /usr/bin
	doexe miniconf
}
