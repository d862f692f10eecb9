package org.jenkinsci.plugins.workflow.cps;

public abstract class CpsScript extends groovy.lang.Script implements java.io.Serializable {}
