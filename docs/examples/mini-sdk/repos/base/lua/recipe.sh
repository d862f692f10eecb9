#!/bin/sh
# shellcheck disable=SC2034,SC2154 # variables between pkg.sh and the recipe
# A language to write build tools in: lua, luac and liblua.a.

distfile='lua5.4_*.orig.tar.*[2z]'
license='MIT'
patches='*cve*'

src_compile() {
  make -j"$JOBS" -C src CC="$CC" AR="$AR rcs" RANLIB=true SYSCFLAGS='-DLUA_USE_LINUX' a lua luac
}

src_install() {
  mkdir -p "$DEST/usr/bin" "$DEST/usr/include" "$DEST/usr/lib"
  cp src/lua src/luac "$DEST/usr/bin/"
  cp src/lua.h src/luaconf.h src/lualib.h src/lauxlib.h "$DEST/usr/include/"
  cp src/liblua.a "$DEST/usr/lib/"
}
