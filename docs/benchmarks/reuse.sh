#!/bin/sh
# Times bootstraps of the mini SDK in which nothing, the recipe of the last stage, or the SDK's name
# changed, against a whole one.
#
#   docs/benchmarks/reuse.sh
#
# Takes what `docs/examples/mini-sdk/run.sh --prepare` has made, in $MINI_SDK_WORK as that does. Needs
# target/bootstrap-sdk, or SDK set to another command. Prints seconds of the whole process, and
# which stages ran.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
sdk=${SDK:-$here/target/bootstrap-sdk}
work=${MINI_SDK_WORK:-${XDG_CACHE_HOME:-$HOME/.cache}/sdk-bootstrap/mini-sdk}
[ -f "$work/sdk.yaml" ] || { echo "$0: $work is not prepared: run.sh --prepare" >&2; exit 2; }

scratch=$(mktemp -d "$work/reuse.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for part in seeds stages repos sdk.yaml; do
  cp -R -p "$work/$part" "$scratch/"
done

# measure WHAT VERSION [OPTION]...
measure() {
  what=$1 version=$2
  shift 2
  began=$(date +%s%N)
  # shellcheck disable=SC2086 # a command
  $sdk --json --config "$scratch/sdk.yaml" --store "$scratch/store" --version "$version" "$@" \
    >"$scratch/result" 2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
  millis=$((($(date +%s%N) - began) / 1000000))
  ran=$(grep -c '"action" : "run"' "$scratch/result" || :)
  printf '%-32s %3d.%01d s, %s stages ran\n' "$what" $((millis / 1000)) $((millis % 1000 / 100)) "$ran"
}

measure 'a whole bootstrap' 1
for n in 2 3 4; do
  measure 'nothing changed' $n
done
echo '# changed' >>"$scratch/stages/stage4.sh"
measure 'a recipe of stage 4 changed' 5
sed -i 's/^name: .*/name: variant/' "$scratch/sdk.yaml"
echo '# of the variant' >>"$scratch/stages/stage4.sh"
measure 'a variant that differs in stage 4' 1
measure 'every stage asked for' 6 --rebuild
