package hudson.model;

public abstract class ParameterValue implements java.io.Serializable {}
