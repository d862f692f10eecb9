EAPI=8

inherit machine

DESCRIPTION="A shared library"
SLOT="0/1"
IUSE="loud"
BDEPEND="dev-build/words"

src_prepare() {
	printf '#include "words.h"\nconst char *greet(void) { return WORD; }\n' >greet.c || die
	default
}

src_compile() {
	words >words.h || die
	machine_cc -fPIC -shared -Wl,-soname,libgreet.so.1 greet.c -o libgreet.so.1
	id -un >built-by
}

src_install() {
	mkdir -p "${D}/usr/lib/x86_64-linux-gnu" || die
	cp libgreet.so.1 "${D}/usr/lib/x86_64-linux-gnu/" || die
	ln -s libgreet.so.1 "${D}/usr/lib/x86_64-linux-gnu/libgreet.so" || die
	insinto /usr/share
	newins built-by built-by-libgreet
	grep -q patched greet.c && newins greet.c patched-libgreet
	use loud && newins words.h libgreet.loud
}
