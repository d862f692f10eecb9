/**
 * What the URL of a page says, and how a page answers that cannot be shown. A newcomer begins with
 * {@code Query}. Uses {@code root} and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.pages.web;
