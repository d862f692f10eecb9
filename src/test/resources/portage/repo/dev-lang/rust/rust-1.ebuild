EAPI=8

inherit machine

DESCRIPTION="A compiler that knows the machines whose C compilers are there when it is built"
SLOT="0"

src_compile() {
	printf 'int main(void) { return 0; }\n' >rustc.c || die
	machine_cc rustc.c -o rustc
}

src_install() {
	exeinto /usr/bin
	doexe rustc
	keepdir /usr/lib/rustlib/x86_64-unknown-linux-gnu
	type -P aarch64-cros-linux-gnu-gcc >/dev/null && keepdir /usr/lib/rustlib/aarch64-unknown-linux-gnu
}
