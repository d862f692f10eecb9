EAPI=8

inherit machine

DESCRIPTION="A language that others need only to be built"
SLOT="0"

src_compile() {
	printf '#include <stdio.h>\nint main(int n, char **v) { while (--n) puts(*++v); return 0; }\n' >miniperl.c
	machine_cc miniperl.c -o miniperl
}

src_install() {
	exeinto /usr/bin
	doexe miniperl
}
