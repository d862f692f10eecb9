"""Holds the files of a root against what Portage recorded of them, as qcheck does.

Argument: the root. Names what differs; the last line is how many files were compared.
"""

import glob
import hashlib
import os
import sys

root = sys.argv[1]
compared = 0
for contents in sorted(glob.glob(os.path.join(glob.escape(root), "var/db/pkg/*/*/CONTENTS"))):
    with open(contents, encoding="utf-8") as lines:
        for line in lines:
            words = line.rstrip("\n").split(" ")
            if words[0] == "obj":
                name, digest, time = " ".join(words[1:-2]), words[-2], words[-1]
                if name == "/etc/locale.gen":  # kept as it was before the package
                    continue
                if not os.path.lexists(root + name):
                    print("missing", name)
                    continue
                with open(root + name, "rb") as file:
                    if hashlib.md5(file.read()).hexdigest() != digest:
                        print("content", name)
            elif words[0] == "sym":
                name, time = " ".join(words[1:-1]).split(" -> ")[0], words[-1]
            else:
                continue
            compared += 1
            if int(os.lstat(root + name).st_mtime) != int(time):
                print("time", name, time, int(os.lstat(root + name).st_mtime))
print(compared)
