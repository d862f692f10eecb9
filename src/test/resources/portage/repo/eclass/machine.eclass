# What the ebuilds of this repository have in common: packages of files that the running root has
# already, and a record of every package that is merged, where the directory of it is there.

case ${EAPI} in 8) ;; *) die "EAPI ${EAPI}" ;; esac

SLOT="${SLOT:-0}"
KEYWORDS="amd64"
LICENSE="MIT"
S="${WORKDIR}"

# Installs the files of this list, and the list.
machine_files() {
	local list
	for list; do
		mkdir -p "${D}/usr/share/files" || die
		cp "/usr/share/files/${list}" "${D}/usr/share/files/" || die
		tar --directory=/ --create --no-recursion --files-from="/usr/share/files/${list}" |
			tar --directory="${D}" --extract --no-same-owner || die
	done
}

# The compiler of the machine that a package is for.
machine_cc() {
	"${CHOST}-gcc" ${CFLAGS} ${LDFLAGS} "$@" || die "${CHOST}-gcc failed"
}

machine_pkg_postinst() {
	[[ -d /var/cache/record ]] || return 0
	# Packages for the running root are told nothing of the stage; the new root's directory tells.
	local stage=${STAGE} where=new dir
	if [[ -z ${ROOT} ]]; then
		for dir in /tmp/stage*root; do
			[[ -d ${dir} ]] && where=running stage=${dir//[^0-9]/}
		done
	fi
	local patched=no
	[[ -e ${EROOT}/usr/share/patched-${PN} ]] && patched=yes
	printf '%s %s %s/%s %s jobs=%s cache=%s mirrors=%s probe=%s bin=%s use=%s patched=%s user=%s\n' "${stage}" "${where}" \
		"${CATEGORY}" "${PF}" "${MERGE_TYPE}" "${MAKEOPTS}" "${PKGDIR}" "${GENTOO_MIRRORS}" \
		"${ac_cv_posix_semaphores_enabled}" "${FEATURES//*buildpkg*/buildpkg}" "${USE// /,}" "${patched}" \
		"$(cat "${EROOT}/usr/share/built-by-${PN}" 2>/dev/null)" >>/var/cache/record/merges
}

EXPORT_FUNCTIONS pkg_postinst
