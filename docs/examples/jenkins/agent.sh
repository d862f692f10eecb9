#!/bin/sh
# Connects this machine to Jenkins as the agent sdk-builder; waits for Jenkins to be there.
set -eu
secret=$AGENT_SECRETS/secret
jar=$AGENT_FOLDER/agent.jar
until [ -s "$secret" ] && curl -fsS -o "$jar" "${JENKINS_URL}jnlpJars/agent.jar"; do
  echo "sdk-builder: waiting for $JENKINS_URL"
  sleep 5
done
exec java -jar "$jar" -url "$JENKINS_URL" -name sdk-builder -secret "@$secret" -webSocket \
  -workDir "$AGENT_FOLDER"
