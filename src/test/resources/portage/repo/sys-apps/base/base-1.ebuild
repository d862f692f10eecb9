EAPI=8

inherit machine

DESCRIPTION="What this machine has of it"
SLOT="0"
RESTRICT="strip binchecks"

src_install() {
	machine_files base
}
