package hudson.model;

public abstract class Node extends AbstractModelObject {
  public abstract hudson.FilePath getRootPath();

  public abstract String getNodeName();
}
