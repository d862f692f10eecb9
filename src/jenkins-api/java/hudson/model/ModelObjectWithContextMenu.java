package hudson.model;

public interface ModelObjectWithContextMenu extends ModelObject {}
