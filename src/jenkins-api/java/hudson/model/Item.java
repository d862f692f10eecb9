package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item
    extends PersistenceRoot, hudson.search.SearchableModelObject, AccessControlled {
  Permission READ = null;

  Permission BUILD = null;

  Permission EXTENDED_READ = null;

  String getFullName();

  String getUrl();
}
