EAPI=8

inherit machine

DESCRIPTION="Makes a header"
SLOT="0"
BDEPEND="dev-lang/miniperl"

src_compile() {
	miniperl '#include <stdio.h>' 'int main(void) { return puts("#define WORD \"hello\"") < 0; }' >words.c || die
	machine_cc words.c -o words
}

src_install() {
	exeinto /usr/bin
	doexe words
}
