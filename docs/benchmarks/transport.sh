#!/bin/sh
# How long a stage's tarball takes between an agent and the controller, against Jenkins' own steps in
# the same build: agents by WebSocket, all on this machine.
#
#   JENKINS_WAR=... JENKINS_PLUGINS=... docs/benchmarks/transport.sh [RUNS]
#
# The stage's root has four Debian roots in it (1.5 GB, 500 MB packed). See jenkins.sh for the settings.
# Needs root, mmdebstrap and zstd.
set -eu

runs=${1:-3}
# shellcheck source=docs/benchmarks/jenkins.sh
. "$(dirname "$0")/jenkins.sh"
need mmdebstrap zstd tar

mkdir -p "$work"
trap stop_jenkins EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

sdk=$work/sdk
if [ ! -f "$sdk/seed.tar.zst" ]; then
  rm -rf "$work/seed" "$sdk"
  mkdir -p "$work/seed" "$sdk/stages"
  mmdebstrap --variant=minbase --include=gcc,libc6-dev,make,xz-utils,bzip2 bookworm "$work/root.tar"
  tar -xpf "$work/root.tar" -C "$work/seed" --numeric-owner
  for i in 1 2 3 4; do
    mkdir -p "$work/seed/bulk/$i"
    tar -xpf "$work/root.tar" -C "$work/seed/bulk/$i" --numeric-owner --exclude='./dev/*'
  done
  tar -C "$work/seed" --create . | zstd -q -f -T0 -3 -o "$sdk/seed.tar.zst"
  rm -rf "$work/seed"
  # shellcheck disable=SC2016 # for the stage's shell
  printf '#!/bin/sh\nset -eu\nmkdir -p "$STAGE_ROOT"\ncp -al /bulk/* "$STAGE_ROOT"/\n' >"$sdk/stages/bulk.sh"
  cat >"$sdk/sdk.yaml" <<END
name: bulk
arch: amd64
release: '1'
seed: {path: seed.tar.zst, digest: 'sha256:$(sha256sum "$sdk/seed.tar.zst" | cut -d ' ' -f 1)'}
stages:
  - {script: stages/bulk.sh}
END
fi

start_jenkins 2
# The build's own steps are timed on the controller, where a Pipeline waits for them.
job transport <<END
def timed(String what, Closure body) {
  def begin = System.currentTimeMillis()
  body()
  echo "| \${what} | \${(System.currentTimeMillis() - begin) / 1000} |"
}
def version = "\${BUILD_NUMBER}"
node('agent1') {
  dir('sdk') {
    sh 'cp -al $sdk/. . 2>/dev/null || cp -a $sdk/. .'
    unpackSeed(seed: 'seed.tar.zst', root: 'root')
    chrootStage(stage: 1, root: 'root', config: 'sdk.yaml', version: version)
    timed('pack and upload: archiveStageRoot') { archiveStageRoot(stage: 1, root: 'root', version: version) }
    removeStageRoot 'root'
    sh 'cp $work/home/jobs/transport/builds/\$BUILD_NUMBER/archive/bulk/bulk-*.tar.zst bulk.tar.zst'
    timed('upload alone: archiveArtifacts') { archiveArtifacts 'bulk.tar.zst' }
    timed('upload alone: stash') { stash name: 'bulk', includes: 'bulk.tar.zst' }
    deleteDir()
  }
}
node('agent2') {
  dir('sdk') {
    timed('fetch and unpack: unpackSeed') {
      unpackSeed(seed: "bulk/stage1-amd64-\${version}.tar.zst", fromBuild: "\${version}", root: 'root')
    }
    removeStageRoot 'root'
    timed('fetch alone: unstash') { unstash 'bulk' }
    deleteDir()
  }
}
END
echo "| what | seconds |"
echo "|---|---|"
i=0
while [ "$i" -lt "$runs" ]; do
  i=$((i + 1))
  build transport
  # Else the agents have the tarball already.
  find "$work/agents" -name 'sha256-*' -exec rm -f {} +
done
