package org.jenkinsci.plugins.durabletask;

public abstract class Controller implements java.io.Serializable {}
