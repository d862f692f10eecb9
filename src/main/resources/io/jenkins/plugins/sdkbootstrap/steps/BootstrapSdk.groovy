package io.jenkins.plugins.sdkbootstrap.steps

/**
 * What {@code bootstrapSdk} is in a Pipeline. Only composition: a step decides what is done, four
 * steps do it. It is Groovy because only that can open {@code stage} and {@code node}.
 */
class BootstrapSdk implements Serializable {

  private static final long serialVersionUID = 1L

  /** Jenkins only warns of a parameter that a step does not have, and continues without it. */
  private static final List<String> PARAMETERS = [
    'arch', 'compression', 'config', 'fromBuild', 'fromStage', 'keep', 'label', 'onDrift', 'privilege', 'rebuild',
    'reuseFrom', 'seed', 'signingKey', 'strict', 'version'
  ]

  private final Object script

  BootstrapSdk(Object script) {
    this.script = script
  }

  Map call(Closure prepare) {
    return call([:], prepare)
  }

  Map call(Map arguments = [:], Closure prepare = null) {
    List unknown = new ArrayList(arguments.keySet())
    unknown.removeAll(PARAMETERS)
    if (!unknown.isEmpty()) {
      script.error "bootstrapSdk: no parameter '${unknown.join("', '")}'; there are ${PARAMETERS.join(', ')}"
    }
    if (arguments.keep != null) {
      arguments = arguments + [keep: arguments.keep.toString()]
    }
    String label = arguments.label
    Map plan = onNode(label, prepare) { script.sdkBootstrapPlan(arguments) }
    while (plan.busy) {
      // Outside of a node, so that no executor waits.
      script.sdkBootstrapTurn(plan.turn)
      plan = onNode(label, prepare) { script.sdkBootstrapPlan(arguments) }
    }
    try {
      return stages(plan, label, prepare)
    } finally {
      script.sdkBootstrapTurn(plan.turn + [end: true])
    }
  }

  private Map stages(Map plan, String label, Closure prepare) {
    Map sdk = null
    Map seed = plan.seed
    List stages = plan.stages
    boolean changed = false
    for (int i = 0; i < stages.size(); i++) {
      Map stage = stages[i]
      Map archived = script.stage(stage.title) {
        if (!stage.run) {
          script.echo stage.line
          return stage.archived
        }
        Map same = stage.same == null ? null : script.sdkBootstrapReuse(stage.same + [seed: seed.digest])
        if (same != null) {
          return same
        }
        changed = true
        return onNode(label, prepare) {
          try {
            script.unpackSeed(seed + stage.unpack)
            script.chrootStage(stage.chroot)
            return script.archiveStageRoot(stage.archive)
          } catch (Throwable e) {
            failed(stage.failed, e)
            throw e
          }
        }
      }
      if (archived != null) {
        seed = [seed: archived.tarball, fromBuild: archived.build as String, digest: archived.digest]
        if (archived.job != null) {
          seed.fromJob = archived.job
        }
        sdk = archived
      }
    }
    return sdk == null ? null : sdk + [changed: changed]
  }

  /** What fails here must not hide why the stage has failed. */
  private void failed(Map stage, Throwable reason) {
    try {
      script.sdkBootstrapFailed(stage + [reason: reason.message])
    } catch (Exception e) {
      script.echo "${stage.root} stays on the agent: ${e.message}"
    }
  }

  private Object onNode(String label, Closure prepare, Closure body) {
    if (label == null) {
      return body()
    }
    return script.node(label) {
      if (prepare != null) {
        prepare()
      } else if (hasScm()) {
        script.checkout(script.scm)
      }
      return body()
    }
  }

  /** Whether the job has its Jenkinsfile from a repository; outside of that, scm throws. */
  private boolean hasScm() {
    try {
      return script.scm != null
    } catch (Exception ignored) {
      return false
    }
  }
}
