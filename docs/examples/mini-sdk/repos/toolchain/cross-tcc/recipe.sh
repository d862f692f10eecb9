#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# Cross-compilers: tcc for other machines, each as TARGET-tcc with a directory of its own, and a C
# library for them that is just large enough for a program that computes and prints (libc.c):
# neither gcc nor any other compiler for these machines is in the seed, and tcc cannot compile musl.

distfile='tcc_*.orig.tar.*[2z]'

src_compile() {
  patch -p1 <"$recipe/arm-compare.patch"
  for target in i386 arm arm64 riscv64; do
    case $target in
      i386) defines='-DTCC_TARGET_I386' runtime='libtcc1.c alloca86.S' ;;
      arm)
        defines='-DTCC_TARGET_ARM -DTCC_ARM_VFP -DTCC_ARM_EABI -DTCC_ARM_HARDFLOAT'
        runtime='libtcc1.c armeabi.c'
        ;;
      arm64) defines='-DTCC_TARGET_ARM64' runtime='lib-arm64.c' ;;
      riscv64) defines='-DTCC_TARGET_RISCV64' runtime='lib-arm64.c' ;;
    esac
    dir=usr/lib/tcc/$target
    cat >config.h <<EOF
#define TCC_VERSION "$(cat VERSION)"
#define CONFIG_TCCDIR "/$dir"
#define CONFIG_TCC_SYSINCLUDEPATHS "{B}/include"
#define CONFIG_TCC_LIBPATHS "{B}"
#define CONFIG_TCC_CRTPREFIX "{B}"
EOF
    # shellcheck disable=SC2086 # lists
    $CC -static -DONE_SOURCE=1 -I. $defines -o "$target-tcc" tcc.c

    mkdir -p "$target"
    cp -r include "$target/include"
    cp "$recipe"/include/* "$target/include/"
    cross="./$target-tcc -B$target -nostdlib"
    for source in $runtime; do
      $cross -I. -c "lib/$source" -o "$target/${source%.*}.o"
      runtime="$runtime $target/${source%.*}.o"
    done
    # shellcheck disable=SC2086
    ./"$target-tcc" -ar rcs "$target/libtcc1.a" ${runtime##*.[cS] }
    $cross -c "$recipe/crt.c" -o "$target/crt1.o"
    $cross -c "$recipe/libc.c" -o "$target/libc.o"
    ./"$target-tcc" -ar rcs "$target/libc.a" "$target/libc.o"
    : >empty.c
    $cross -c empty.c -o "$target/crti.o"
    cp "$target/crti.o" "$target/crtn.o"
  done
}

src_install() {
  mkdir -p "$DEST/usr/bin"
  for target in i386 arm arm64 riscv64; do
    dir=$DEST/usr/lib/tcc/$target
    mkdir -p "$dir"
    cp "$target-tcc" "$DEST/usr/bin/"
    cp -r "$target/include" "$target"/crt?.o "$target"/lib*.a "$dir/"
  done
}
