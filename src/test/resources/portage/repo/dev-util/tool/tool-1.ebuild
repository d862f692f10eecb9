EAPI=8

inherit machine

DESCRIPTION="What an SDK has besides"
SLOT="0"
DEPEND="dev-libs/libgreet:="
RDEPEND="${DEPEND}"
BDEPEND="dev-build/miniconf:2 dev-build/words"

src_compile() {
	printf 'const char *greet(void);\nint main(void) { return !*greet(); }\n' >tool.c || die
	machine_cc tool.c -lgreet -o tool
}

src_install() {
	exeinto /usr/bin
	doexe tool
}
