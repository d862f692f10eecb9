EAPI=8

inherit machine

DESCRIPTION="What only a build needs"
SLOT="0"

src_install() {
	printf '#!/bin/sh\nexec "$@"\n' >ccache || die
	exeinto /usr/bin
	doexe ccache
}
