package org.jenkinsci.plugins.durabletask;

/** As the real one. */
public abstract class FileMonitoringTask extends DurableTask {}
