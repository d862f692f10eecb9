package io.jenkins.plugins.sdkbootstrap.steps

/** The steps with a block that the project's Pipelines use, made of steps without one. */
abstract class PipelineSteps extends StepScript {

  def stage(name, Closure body) {
    openStage(name as String)
    return body()
  }

  def node(Closure body) {
    return node('', body)
  }

  def node(label, Closure body) {
    enterNode(label as String)
    try {
      return body()
    } finally {
      leaveNode()
    }
  }

  def timeout(Map arguments, Closure body) {
    return body()
  }

  def timestamps(Closure body) {
    return body()
  }
}
