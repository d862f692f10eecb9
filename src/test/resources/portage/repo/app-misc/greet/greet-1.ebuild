EAPI=8

inherit machine

DESCRIPTION="A program of the system"
SLOT="0"
DEPEND="dev-libs/libgreet:="
RDEPEND="${DEPEND}"
BDEPEND="dev-build/miniconf:2"

src_compile() {
	printf '#include <stdio.h>\nconst char *greet(void);\nint main(void) { return puts(greet()) < 0; }\n' >greet.c || die
	miniconf || die
	machine_cc greet.c -lgreet -o greet
}

src_install() {
	exeinto /usr/bin
	doexe greet
}
