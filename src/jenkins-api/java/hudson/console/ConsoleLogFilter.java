package hudson.console;

public abstract class ConsoleLogFilter implements hudson.ExtensionPoint {}
