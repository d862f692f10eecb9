#!/bin/sh
# How the pages and the plans do with large stages, many builds and many agents, in a real Jenkins:
#
#   JENKINS_WAR=... JENKINS_PLUGINS=... docs/benchmarks/scale.sh [pages] [builds] [agents]
#
# pages: a stage of 500,000 entries and 3,000 packages, built twice with small differences.
# builds: a job with 2,000 builds, and a folder with 20 jobs.
# agents: 10 bootstraps at once on 10 agents, three times, and what the controller keeps of them.
# Without arguments all three. Prints tables in Markdown. See jenkins.sh for the settings. Needs root,
# busybox and zstd. Times of pages are those of whole requests by curl, on loopback.
set -eu

# shellcheck source=docs/benchmarks/jenkins.sh
. "$(dirname "$0")/jenkins.sh"
need busybox zstd jcmd ldd

mkdir -p "$work"
trap stop_jenkins EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A root with a shell and a few tools.
tiny_root() {
  mkdir -p "$1/bin"
  cp "$(command -v busybox)" "$1/bin/busybox"
  for applet in sh cp mv mkdir rm sed echo; do
    ln -sf busybox "$1/bin/$applet"
  done
  # None where it is linked statically.
  { ldd "$1/bin/busybox" 2>/dev/null || :; } | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$1$(dirname "$library")"
    cp -L "$library" "$1$library"
  done
}

# A tar stream of a root that has, below /bulk, 500,000 entries with 3,000 packages in the plain form.
bulk_tar() {
  python3 - "$1" <<'END'
import io, struct, sys, tarfile
entries, packages, wide = 500_000, 3_000, 10_000
tiny = io.BytesIO()
tarfile.open(fileobj=tiny, mode="w").add(sys.argv[1], arcname=".")
out = sys.stdout.buffer
out.write(tiny.getvalue())
count = -1  # /bulk itself is none

# The headers are made here: tarfile takes minutes for so many.
def add(name, text=None):
    global count
    data = b"" if text is None else text.encode()
    mode, kind = (b"0000755\0", b"5") if text is None else (b"0000644\0", b"0")
    fields = struct.pack(
        "100s8s8s8s12s12s8s1s100s6s2s247x", f"./bulk/{name}".encode(), mode, b"0000000\0", b"0000000\0",
        b"%011o\0" % len(data), b"%011o\0" % 1_700_000_000, b" " * 8, kind, b"", b"ustar\0", b"00")
    out.write(fields[:148] + b"%06o\0 " % sum(fields) + fields[156:] + data + bytes(-len(data) % 512))
    count += 1

add("")
for name in "usr usr/lib usr/share usr/share/wide var var/lib var/lib/pkg".split():
    add(name)
for i in range(wide):
    add(f"usr/share/wide/file{i:05}", f"{i}\n")
# The root of the archive is an entry as well.
left = entries - 1 - count - 2 * packages
for p in range(packages):
    name = f"package{p:04}"
    files = [f"usr/lib/{name}/part{f:03}.h" for f in range(left // packages + (p < left % packages))]
    add(f"usr/lib/{name}")
    for f in files:
        add(f, f"/* {f} */\n")
    license = ("MIT", "Apache-2.0", "GPL-2.0-only", "Zlib")[p % 4]
    add(f"var/lib/pkg/{name}", f"#version: 1.{p % 10}.0\n#license: {license}\n" + "\n".join(files) + "\n")
assert count == entries - 1, count
out.write(bytes(1024))
END
}

# sdk NAME REUSE STAGES: the files of an SDK in $work/NAME, whose seed is on standard input.
sdk() {
  mkdir -p "$work/$1/stages"
  zstd -q -f -T0 -1 -o "$work/$1/seed.tar.zst"
  {
    echo "name: $1"
    echo "arch: amd64"
    echo "reuse: $2"
    echo "seed: {path: seed.tar.zst, digest: 'sha256:$(sha256sum "$work/$1/seed.tar.zst" | cut -d ' ' -f 1)'}"
    echo "stages:"
    i=0
    while [ "$i" -lt "$3" ]; do
      i=$((i + 1))
      echo "  - {script: stages/stage.sh}"
    done
  } >"$work/$1/sdk.yaml"
}

tiny_sdk() {
  [ -f "$work/tiny/sdk.yaml" ] && return
  tiny_root "$work/root"
  tar -C "$work/root" --create . | sdk tiny inputs 4
  # shellcheck disable=SC2016 # for the stage's shell
  printf '#!/bin/sh\nset -eu\nmkdir -p "$STAGE_ROOT"\ncp -a /bin /lib* "$STAGE_ROOT"/\n' >"$work/tiny/stages/stage.sh"
}

bulk_sdk() {
  [ -f "$work/bulk/sdk.yaml" ] && return
  tiny_root "$work/root"
  bulk_tar "$work/root" | sdk bulk version 1
  # What another night brings: ten packages in a new version, one that is built again, one that is
  # new, one that is gone.
  cat >"$work/bulk/stages/stage.sh" <<'END'
#!/bin/sh
set -eu
mkdir -p "$STAGE_ROOT"
mv /bulk/* "$STAGE_ROOT"/
cd "$STAGE_ROOT"
[ "$SDK_VERSION" != night-1 ] || exit 0
for p in 0100 0200 0300 0400 0500 0600 0700 0800 0900 1000; do
  sed -i 's/^#version: 1/#version: 2/' var/lib/pkg/package$p
  for f in usr/lib/package$p/*; do echo "/* new */" >>"$f"; done
done
for f in usr/lib/package1100/part00*; do echo "/* new */" >>"$f"; done
mv usr/lib/package1200 usr/lib/new1200
sed 's,lib/package1200,lib/new1200,' var/lib/pkg/package1200 >var/lib/pkg/new1200
rm var/lib/pkg/package1200
END
}

# bootstrap_job NAME SDK AGENT [ARGUMENTS]: a job that bootstraps an SDK.
bootstrap_job() {
  job "$1" <<END
node('$3') {
  dir('sdk') {
    sh 'rm -rf * && cp -al $work/$2/. . 2>/dev/null || cp -a $work/$2/. .'
    bootstrapSdk(version: "night-\${BUILD_NUMBER}"${4:+, $4})
  }
}
END
}

# duration JOB: builds it, and tells the seconds of the build and those of its planning, which end
# when the next step begins.
duration() {
  build "$1" >/dev/null
  cli groovy = <<END
import org.jenkinsci.plugins.workflow.actions.TimingAction
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker

def build = jenkins.model.Jenkins.get().getItemByFullName('$1').lastBuild
def nodes = new FlowGraphWalker(build.execution).toList()
def plan = nodes.find { it.displayFunctionName == 'sdkBootstrapPlan' }
def next = nodes.find { it.parents.contains(plan) }
def planning = TimingAction.getStartTime(next) - TimingAction.getStartTime(plan)
printf('%.1f | %.2f%n', build.duration / 1000, planning / 1000)
END
}

loads() {
  cut -d ' ' -f 1 /proc/loadavg
}

# What the controller has used of its processors so far, in ms.
spent() {
  cut -d ' ' -f 14,15 "/proc/$controller/stat" | {
    read -r user system
    echo $(((user + system) * 1000 / $(getconf CLK_TCK)))
  }
}

# pages: each line of standard input is a page's name, "|", and its URL below Jenkins' one. Each is
# asked for once, then ten times more. CPU is the controller's, all of it, for one of these ten.
pages() {
  echo "| page | first ms | median ms | worst ms | CPU ms | KB | load |"
  echo "|---|---|---|---|---|---|---|"
  while IFS='|' read -r name path; do
    times=
    i=0
    while [ "$i" -lt 11 ]; do
      i=$((i + 1))
      [ "$i" -ne 2 ] || begun=$(spent)
      got=$(curl -sS --globoff -o "$work/page" -w '%{http_code} %{time_total} %{size_download}' "$url/$path") || exit 1
      case $got in
        200*) times="$times ${got#200 }" ;;
        *) echo "$0: $path: $got" >&2; head -c 2000 "$work/page" >&2; exit 1 ;;
      esac
    done
    # shellcheck disable=SC2086 # pairs of numbers
    python3 -c '
import statistics, sys
name, load, spent, *values = sys.argv[1:]
ms = [float(v) * 1000 for v in values[0::2]]
print("| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %s |" % (
    name, ms[0], statistics.median(ms[1:]), max(ms[1:]), int(spent) / 10, int(values[1]) / 1000, load))
' "$name" "$(loads)" "$(($(spent) - begun))" $times
  done
}

measure_pages() {
  bulk_sdk
  start_jenkins 1
  bootstrap_job bulk bulk agent1
  echo "builds, seconds | of these planning: $(duration bulk), $(duration bulk) (load $(loads))"
  echo
  # Made in the background when a build has ended.
  for i in 1 2; do
    wait_for . "$work/home/jobs/bulk/builds/$i/sdk-bootstrap/bulk/stage1-amd64-night-$i.mtree.zst.columns"
  done
  stop_jenkins
  run_jenkins 0
  stage=job/bulk/2/sdk-stages/stage/stage1-amd64-night-2~bulk
  pages <<END
for comparison, a page of Jenkins: changes of the build|job/bulk/2/changes
build|job/bulk/2/
SDK stages|job/bulk/2/sdk-stages/
SDK stages, API|job/bulk/2/sdk-stages/api/json
packages|$stage/packages/
packages, searched|$stage/packages/?name=age07
packages, by size|$stage/packages/?order=size
packages, API|$stage/packages/api/json
packages, API, all 3,000|$stage/packages/api/json?limit=5000
directory of 3,000 directories|$stage/files/usr/lib
differences|$stage/diff/
differences, second part of the list|$stage/diff/?skip=200
differences of a directory|$stage/diff/?below=usr/lib/package0100
differences, API|$stage/diff/api/json
differences of a file|$stage/diff/file?path=usr/lib/package0100/part000.h
directory of 10,000 entries|$stage/files/usr/share/wide
the same by size|$stage/files/usr/share/wide?order=size
the same, API|$stage/files/usr/share/wide/api/json
directory of 3,000 directories, by size|$stage/files/usr/lib?order=size
file|$stage/files/usr/lib/package0100/part000.h
search, a part of names|$stage/search/?name=part007
search, a pattern|$stage/search/?name=*file0999?
search, nothing found|$stage/search/?name=nowhere
search, API|$stage/search/api/json?name=part007
job with its trend|job/bulk/
trend|job/bulk/sdk-trend/
trend, API|job/bulk/sdk-trend/api/json
END
  stop_jenkins
}

# copies FROM TO FIRST LAST: builds on disk after the one of FROM with the number 1, with versions,
# records and keys of their own.
copies() {
  python3 - "$@" <<'END'
import hashlib, os, re, shutil, sys
source, target, first, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for n in range(first, last + 1):
    at = f"{target}/builds/{n}"

    def renamed(text):
        text = text.replace("night-1", f"night-{n}").replace("<build>1</build>", f"<build>{n}</build>")
        return re.sub("KEY([0-9a-f]{64})", lambda m: hashlib.sha256(f"{at} {m[1]}".encode()).hexdigest(), text)

    def copy(source, target):
        if source.endswith((".json", "build.xml")):
            text = open(source).read()
            # Every key is another one in each build, the same one in the build and in its records.
            for key in KEYS:
                text = text.replace(key, "KEY" + key)
            open(target, "w").write(renamed(text))
        else:
            os.link(source, target)

    xml = open(f"{source}/builds/1/build.xml").read()
    KEYS = set(re.findall("<key>sha256:([0-9a-f]{64})</key>", xml))
    assert KEYS
    shutil.copytree(f"{source}/builds/1", at, copy_function=copy, symlinks=True)
    for path, dirs, files in os.walk(at):
        for name in files:
            if "night-1" in name:
                os.rename(f"{path}/{name}", f"{path}/{renamed(name)}")
open(f"{target}/nextBuildNumber", "w").write(f"{last + 1}\n")
for stale in "sdk-bootstrap-stages.txt", "builds/permalinks":
    if os.path.exists(f"{target}/{stale}"):
        os.remove(f"{target}/{stale}")
END
}

measure_builds() {
  tiny_sdk
  start_jenkins 1
  jobs=$work/home/jobs
  bootstrap_job many tiny agent1
  bootstrap_job few tiny agent1
  echo "| what | seconds | planning | load |"
  echo "|---|---|---|---|"
  echo "| a whole bootstrap | $(duration few) | $(loads) |"
  echo "| nothing changed, in a job with 2 builds | $(duration few) | $(loads) |"
  echo "| the same again | $(duration few) | $(loads) |"
  build many >/dev/null
  copies "$jobs/many" "$jobs/many" 2 2000
  cli reload-job many
  echo "| nothing changed, in a job with 2,000 builds, with the index to be made | $(duration many) | $(loads) |"
  for i in 1 2 3; do
    echo "| the same again | $(duration many) | $(loads) |"
  done
  # Twenty jobs of a folder, with 100 builds each, that have none of what another job wants.
  cli create-job folder <<END
<com.cloudbees.hudson.plugins.folder.Folder/>
END
  others=
  i=0
  while [ "$i" -lt 20 ]; do
    i=$((i + 1))
    cli create-job "folder/job$i" <"$jobs/many/config.xml"
    mkdir -p "$jobs/folder/jobs/job$i/builds"
    copies "$jobs/many" "$jobs/folder/jobs/job$i" 2 101
    others="$others${others:+, }'/folder/job$i'"
  done
  cli reload-job folder
  cp -R "$work/tiny" "$work/other"
  echo "# changed" >>"$work/other/stages/stage.sh"
  bootstrap_job other other agent1 "reuseFrom: [$others]"
  echo "| a whole bootstrap, with reuseFrom of 20 jobs of 100 builds | $(duration other) | $(loads) |"
  echo "| nothing changed, with the same reuseFrom | $(duration other) | $(loads) |"
  rm -rf "$work/other"
  echo
  pages <<END
for comparison, a page of Jenkins: changes of a build|job/many/2000/changes
job with its trend, 2,000 builds|job/many/
trend|job/many/sdk-trend/
trend, API|job/many/sdk-trend/api/json
build|job/many/2000/
SDK stages|job/many/2000/sdk-stages/
SDK stages of a build in which nothing changed|job/many/2003/sdk-stages/
SDK stages, API|job/many/2000/sdk-stages/api/json
differences|job/many/2000/sdk-stages/stage/stage1-amd64-night-2000~tiny/diff/
folder with 20 jobs|job/folder/
job in it|job/folder/job/job7/
END
  stop_jenkins
}

# kept WHEN: what the controller keeps after a full collection.
kept() {
  jcmd "$controller" GC.run >/dev/null
  jcmd "$controller" GC.run >/dev/null
  heap=$(jcmd "$controller" GC.heap_info | sed -n 's/.*heap .*used \([0-9]*\)K.*/\1/p')
  threads=$(sed -n 's/^Threads:[[:space:]]*//p' "/proc/$controller/status")
  files=$(find "/proc/$controller/fd" | wc -l)
  echo "| $1 | $((heap / 1024)) | $threads | $files | $(loads) |"
}

measure_agents() {
  tiny_sdk
  AGENT_OPTS=${AGENT_OPTS:--Xmx64m}
  start_jenkins 10
  i=0
  while [ "$i" -lt 10 ]; do
    i=$((i + 1))
    bootstrap_job "b$i" tiny "agent$i" 'rebuild: true'
  done
  echo "| when | heap MiB | threads | open files | load |"
  echo "|---|---|---|---|---|"
  kept "before"
  for round in 1 2 3; do
    cli groovy = >"$work/round" <<'END'
def builds = (1..10).collect { jenkins.model.Jenkins.get().getItem("b$it").scheduleBuild2(0) }
def done = builds.collect { it.get() }
assert done.every { it.result == hudson.model.Result.SUCCESS } : done.collect { "$it $it.result" }
println done.collect { String.format('%.0f', it.duration / 1000) }.join(', ')
END
    kept "after round $round (builds took $(cat "$work/round") s)"
  done
  stop_jenkins
}

[ $# -gt 0 ] || set -- pages builds agents
for part; do
  case $part in
    pages | builds | agents) ;;
    *) echo "$0: no such part: $part" >&2; exit 2 ;;
  esac
  echo
  echo "## $part"
  echo
  "measure_$part"
done
