package io.jenkins.plugins.sdkbootstrap.pages.web;

import hudson.model.Run;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Says in one line why there is nothing else to see. Apart from the exception, because Jenkins
 * writes the name of a page's class into the page.
 *
 * @param run the build that the page is about
 * @param line why
 * @param waiting whether the page will be there soon
 */
@Restricted(NoExternalUse.class)
public record ProblemPage(Run<?, ?> run, String line, boolean waiting) {}
