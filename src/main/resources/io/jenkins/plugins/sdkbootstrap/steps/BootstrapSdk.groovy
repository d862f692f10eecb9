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

  private static final List<String> LISTS = ['reuseFrom']
  private static final List<String> NUMBERS = ['fromStage']
  private static final List<String> FLAGS = ['rebuild', 'strict']

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
    arguments = typed(arguments)
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

  /** The arguments as the step takes them: it says in a page of stack trace that a number is no text. */
  private Map typed(Map arguments) {
    Map typed = [:]
    List names = new ArrayList(arguments.keySet())
    for (int i = 0; i < names.size(); i++) {
      String name = names[i]
      Object value = arguments[name]
      if (value == null) {
        continue
      }
      String text = value.toString()
      if (LISTS.contains(name)) {
        typed[name] = texts(name, value instanceof List ? value : [value])
      } else if (NUMBERS.contains(name)) {
        if (!text.isInteger()) {
          script.error "bootstrapSdk: ${name} '${text}': it is a whole number"
        }
        typed[name] = text.toInteger()
      } else if (FLAGS.contains(name)) {
        if (!['true', 'false'].contains(text)) {
          script.error "bootstrapSdk: ${name} '${text}': it is true or false"
        }
        typed[name] = text == 'true'
      } else {
        typed[name] = text
      }
    }
    return typed
  }

  private List texts(String name, List values) {
    List texts = []
    for (int i = 0; i < values.size(); i++) {
      if (values[i] == null) {
        script.error "bootstrapSdk: ${name}: value ${i + 1} is null"
      }
      texts.add(values[i].toString())
    }
    return texts
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
