package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;

public abstract class LogAction implements Action {}
