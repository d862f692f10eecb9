package hudson.model;

public interface PersistenceRoot extends Saveable {
  java.io.File getRootDir();
}
