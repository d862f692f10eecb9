#!/bin/sh
# Functions of the benchmarks in a real Jenkins, to be sourced: a controller of its own with agents by
# WebSocket, all on this machine and on loopback only.
#
# JENKINS_WAR: Jenkins 2.528.3 or newer. JENKINS_PLUGINS: a directory with the .hpi files of Pipeline,
# configuration-as-code and what they need. HPI: the plugin (target/sdk-bootstrap.hpi).

here=$(cd "$(dirname "$0")/../.." && pwd)
work=${WORK:-/var/tmp/sdk-bootstrap-jenkins}
port=${PORT:-18090}
url=http://127.0.0.1:$port
children=

need() {
  : "${JENKINS_WAR:?the jenkins.war to measure with}" "${JENKINS_PLUGINS:?a directory of .hpi files}"
  for tool in java curl python3 "$@"; do
    command -v "$tool" >/dev/null || { echo "$0: needs $tool" >&2; exit 2; }
  done
}

stop_jenkins() {
  # shellcheck disable=SC2086 # a list of process ids
  [ -z "$children" ] || kill $children 2>/dev/null || true
  wait
  children=
}

# start_jenkins AGENTS: begins with an empty home.
start_jenkins() {
  rm -rf "${work:?}/home" "$work/agents"
  mkdir -p "$work/home/plugins" "$work/home/tmp" "$work/agents"
  for hpi in "$JENKINS_PLUGINS"/*.[hj]pi; do
    name=$(basename "$hpi")
    cp "$hpi" "$work/home/plugins/${name%.*}.jpi"
  done
  cp "${HPI:-$here/target/sdk-bootstrap.hpi}" "$work/home/plugins/sdk-bootstrap.jpi"
  {
    echo "jenkins:"
    echo "  numExecutors: 0"
    echo "  nodes:"
    i=0
    while [ "$i" -lt "$1" ]; do
      i=$((i + 1))
      echo "    - permanent: {name: agent$i, labelString: linux, numExecutors: 1,"
      echo "        remoteFS: $work/agents/$i, launcher: {inbound: {webSocket: true}}}"
    done
  } >"$work/casc.yaml"
  run_jenkins "$1"
}

# run_jenkins AGENTS: with the home that is there.
run_jenkins() {
  rm -f "$work"/*.log # of the time before
  # shellcheck disable=SC2086 # options
  JENKINS_HOME=$work/home java -Djava.io.tmpdir="$work/home/tmp" -Djenkins.install.runSetupWizard=false \
    -Djenkins.model.Jenkins.slaveAgentPort=-1 -Djenkins.model.Jenkins.slaveAgentPortEnforce=true \
    -Dhudson.model.UsageStatistics.disabled=true -Dhudson.model.UpdateCenter.never=true \
    -Dcasc.jenkins.config="$work/casc.yaml" ${JAVA_OPTS:--Xmx768m} -jar "$JENKINS_WAR" \
    --httpListenAddress=127.0.0.1 --httpPort="$port" >"$work/jenkins.log" 2>&1 &
  controller=$!
  children="$children $controller"
  wait_for 'fully up and running' "$work/jenkins.log"
  curl -fsS -o "$work/agent.jar" "$url/jnlpJars/agent.jar"
  curl -fsS -o "$work/cli.jar" "$url/jnlpJars/jenkins-cli.jar"
  i=0
  while [ "$i" -lt "$1" ]; do
    i=$((i + 1))
    secret=$(echo "println jenkins.model.Jenkins.get().getComputer('agent$i').jnlpMac" | cli groovy =)
    # shellcheck disable=SC2086 # options
    java ${AGENT_OPTS:-} -jar "$work/agent.jar" -url "$url/" -name "agent$i" -secret "$secret" \
      -webSocket -workDir "$work/agents/$i" >"$work/agent$i.log" 2>&1 &
    children="$children $!"
    wait_for Connected "$work/agent$i.log"
  done
}

# wait_for TEXT FILE
wait_for() {
  tries=0
  until grep -q "$1" "$2" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "$0: '$1' did not come in $2" >&2; tail -n 20 "$2" >&2; exit 1; }
    sleep 1
  done
}

cli() {
  java -jar "$work/cli.jar" -s "$url" -http "$@"
}

# job NAME: a Pipeline whose script is on standard input.
job() {
  python3 -c '
import sys
from xml.sax.saxutils import escape
print("""<?xml version="1.1" encoding="UTF-8"?>
<flow-definition><definition class="org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition">
<script>%s</script><sandbox>true</sandbox></definition></flow-definition>""" % escape(sys.stdin.read()))' |
    cli create-job "$1"
}

# build NAME: builds the job, and prints the lines that begin with '| '.
build() {
  cli build "$1" -s -v >"$work/$1.log" 2>&1 || { tail -n 40 "$work/$1.log" >&2; exit 1; }
  sed -n 's/^| /| /p' "$work/$1.log"
}
