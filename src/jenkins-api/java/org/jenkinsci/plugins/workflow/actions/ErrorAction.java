package org.jenkinsci.plugins.workflow.actions;

public class ErrorAction {}
