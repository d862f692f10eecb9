package org.kohsuke.stapler;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

public interface StaplerRequest2 extends HttpServletRequest {
  net.sf.json.JSONObject getSubmittedForm() throws ServletException;

  String getRestOfPath();

  RequestDispatcher getView(Object it, String viewName) throws IOException;

  <T> T bindJSON(Class<T> type, net.sf.json.JSONObject src);

  void bindJSON(Object bean, net.sf.json.JSONObject src);
}
