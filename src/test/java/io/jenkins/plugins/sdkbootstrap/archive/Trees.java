package io.jenkins.plugins.sdkbootstrap.archive;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Trees to be archived, and what tools see in them. */
final class Trees {

  private Trees() {}

  /** Makes a tree of what an ordinary user can make. */
  static void plain(Path root) throws IOException, InterruptedException {
    Shell.run(root.getParent(), "mkdir " + root.getFileName());
    Shell.run(
        root,
        """
        mkdir -p usr/bin usr/lib/deep/er empty sgid tmp var/tmp
        echo hello >usr/bin/hello; chmod 4755 usr/bin/hello
        ln usr/bin/hello usr/bin/again; ln usr/bin/hello usr/lib/third
        ln -s bin/hello usr/link; ln -s /absolute/target usr/absolute; ln -s ../../.. usr/up
        ln -s nowhere dangling; ln dangling dangling-again 2>/dev/null || :
        mkfifo fifo; chmod 2775 sgid; chmod 1777 tmp; chmod 500 usr/lib/deep/er
        : >nothing
        seq 300000 >usr/lib/numbers
        head -c 5000000 /dev/urandom >usr/lib/random
        printf x >"$(printf 'new\\nline')"; printf y >"$(printf 'bad\\377\\376utf8')"
        printf z >"$(printf '\\303\\251t\\303\\251')"; printf s >'back\\slash and space'
        printf q >"quote'\\"\\$x"
        name=$(printf '%0255d' 0); echo long >"$name"
        long=$(printf '\\303\\251%.0s' $(seq 60)); echo utf8 >"$long"; ln "$long" "$long-2"
        ln -s "$long" "link-$long"; echo bad >"$long$(printf '\\377\\012')"; mkdir "dir-$long"
        truncate -s 3M sparse; printf data | dd of=sparse bs=1 seek=1500000 conv=notrunc 2>/dev/null
        printf end | dd of=sparse bs=1 seek=3145725 conv=notrunc 2>/dev/null
        truncate -s 2M allhole
        mkdir "$(printf '%0150d' 1)"; cp --sparse=always sparse "$(printf '%0150d' 1)/also"
        touch -d '2001-02-03 04:05:06.123456789' usr/bin/hello
        touch -d '1960-01-02 03:04:05.5' usr/lib/numbers
        touch -h -d '2002-01-01 00:00:00.000000001' usr/link
        touch -d '2003-03-03 03:03:03.333333333' usr usr/lib sgid
        i=0; mkdir many; while [ $i -lt 300 ]; do echo $i >many/$i; i=$((i+1)); done
        """);
  }

  /** Adds what only root can make. */
  static void privileged(Path root) throws IOException, InterruptedException {
    Shell.run(
        root,
        """
        chmod 0 usr/lib/deep/er; mkdir dev; mknod dev/null c 1 3; mknod dev/sda b 8 0; mknod dev/big c 511 1048575
        echo owned >owned; chown 3000000:2999999 owned; chown -h 12:34 usr/link
        echo wide >wide; chown 4000000000:4000000000 wide
        cp /bin/true usr/bin/capable
        setcap cap_net_raw+ep usr/bin/capable 2>/dev/null ||
          python3 -c 'import os; os.setxattr("usr/bin/capable", "security.capability",
            bytes.fromhex("0100000200200000000000000000000000000000"))'
        """);
  }

  /** Whether this system's tools and this folder can hold extended attributes and ACLs. */
  static boolean canHoldAttributes(Path folder) throws IOException, InterruptedException {
    return Shell.succeeds(
        "cd '"
            + folder
            + "' && : >probe && setfattr -n user.probe -v 1 probe && setfacl -m u:1234:r probe;"
            + " status=$?; rm -f probe; exit $status");
  }

  /** Adds extended attributes and access control lists. */
  static void attributes(Path root) throws IOException, InterruptedException {
    Shell.run(
        root,
        """
        setfattr -n user.zeta -v 1 usr/bin/hello; setfattr -n user.alpha -v 0x00ff0a3d usr/bin/hello
        setfattr -n user.eq=ual -v 2 usr/bin/hello
        setfattr -n user.folder -v folder usr
        setfacl -m u:0:r,u:1:rw,u:1234:rwx,g:60:r usr/lib/random
        setfacl -d -m u:1:rx,g:2:w usr/lib
        setfacl -m u:4321:x usr/lib
        """);
  }

  /**
   * What find, getfattr, getfacl and sha256sum see: each name with type, mode, owner, size, time,
   * link count and target, which names are one file, attributes, ACLs and contents.
   */
  static byte[] walk(Path root) throws IOException, InterruptedException {
    return Shell.run(
        root,
        """
        find . -printf '%p\\0%y %m %U %G %T@ %n %l\\0' | tr '\\n\\0' '\\0\\n' | paste - - | sort
        find . ! -type d -printf '%s %p\\0' | tr '\\n\\0' '\\0\\n' | sort
        find . ! -type d -links +1 -printf '%i %p\\0' | tr '\\n\\0' '\\0\\n' | sort -k2 |
          awk '{ if (!($1 in first)) first[$1] = $2; print first[$1], $0 }' | cut -d' ' -f1,3-
        find . '(' -type b -o -type c ')' -exec stat -c '%n %t %T' '{}' + | sort
        find . -type f -size -5M -print0 | sort -z | xargs -0 sha256sum
        if command -v getfattr >/dev/null; then
          find . -print0 | sort -z | xargs -0 getfattr -h -m - -d -e hex
          find . ! -type l -print0 | sort -z | xargs -0 getfacl -n -p
        fi
        """);
  }

  /** Fails with the lines in which two trees differ. */
  static void assertSame(Path expected, Path actual) throws IOException, InterruptedException {
    Set<String> left = lines(expected);
    Set<String> right = lines(actual);
    Set<String> missing = new LinkedHashSet<>(left);
    missing.removeAll(right);
    right.removeAll(left);
    assertEquals(String.join("\n", missing), String.join("\n", right));
  }

  private static Set<String> lines(Path root) throws IOException, InterruptedException {
    String walk = new String(walk(root), StandardCharsets.ISO_8859_1);
    return new LinkedHashSet<>(Arrays.asList(walk.split("\n")));
  }
}
