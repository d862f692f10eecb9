#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# The C compiler, assembler, linker and ar in one program. Its paths are relative to its own
# directory ({B}, the -B option): `tcc -B ROOT/usr/lib/tcc` compiles and links against ROOT and
# nothing else.

distfile='tcc_*.orig.tar.*[2z]'
license='LGPL-2.1-or-later'

tcc_flags='-DTCC_TARGET_X86_64 -DTCC_MUSL -DONE_SOURCE=1 -I.'

src_compile() {
  cat >config.h <<EOF
#define TCC_VERSION "$(cat VERSION)"
#define CONFIG_TCCDIR "/usr/lib/tcc"
#define CONFIG_TCC_SYSINCLUDEPATHS "{B}/include:{B}/../../include"
#define CONFIG_TCC_LIBPATHS "{B}/.."
#define CONFIG_TCC_CRTPREFIX "{B}/.."
#define CONFIG_TCC_ELFINTERP "/lib/ld-musl-x86_64.so.1"
EOF
  # The seed's tcc cannot link before its run-time library is where -B says.
  mkdir -p "$STAGE_ROOT/usr/lib/tcc"
  cp -r include "$STAGE_ROOT/usr/lib/tcc/"
  case $CC in
    tcc*)
      tcc_runtime "$CC" 'tcc -ar'
      cp libtcc1.a "$STAGE_ROOT/usr/lib/tcc/"
      ;;
  esac
  # shellcheck disable=SC2086 # flags
  $CC -static -O2 $tcc_flags -o tcc tcc.c
  # The run-time library that stays is made by the new compiler.
  tcc_runtime "./tcc -B$STAGE_ROOT/usr/lib/tcc" './tcc -ar'
}

# The functions that tcc's code calls: tcc_runtime COMPILER AR
tcc_runtime() {
  rm -f libtcc1.a ./*.o
  for part in libtcc1.c va_list.c alloca86_64.S alloca86_64-bt.S dsohandle.c; do
    # shellcheck disable=SC2086
    $1 -I. -c "lib/$part" -o "${part%.*}.o"
  done
  # shellcheck disable=SC2086
  $2 rcs libtcc1.a libtcc1.o va_list.o alloca86_64.o alloca86_64-bt.o dsohandle.o
}

src_install() {
  mkdir -p "$DEST/usr/bin" "$DEST/usr/lib/tcc"
  cp tcc "$DEST/usr/bin/tcc"
  cp -r include libtcc1.a "$DEST/usr/lib/tcc/"
  ln -s tcc "$DEST/usr/bin/cc"
  cat >"$DEST/usr/bin/ar" <<'EOF'
#!/bin/sh
# ar by tcc, which makes no archive without members
[ $# -ne 2 ] || exec printf '!<arch>\n' >"$2"
exec tcc -ar "$@"
EOF
  chmod 755 "$DEST/usr/bin/ar"
}
