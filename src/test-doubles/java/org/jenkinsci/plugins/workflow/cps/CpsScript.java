package org.jenkinsci.plugins.workflow.cps;

/** What a Pipeline is compiled to, as the real one without the steps of plugins. */
public abstract class CpsScript extends com.cloudbees.groovy.cps.SerializableScript {}
