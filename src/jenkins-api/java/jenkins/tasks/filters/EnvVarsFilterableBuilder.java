package jenkins.tasks.filters;

public interface EnvVarsFilterableBuilder {}
