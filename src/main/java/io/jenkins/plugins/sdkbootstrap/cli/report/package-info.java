/**
 * How the command line shows results and progress: to people as text, on a terminal with colours
 * and a live line, and to programs as JSON. Knows no command.
 */
package io.jenkins.plugins.sdkbootstrap.cli.report;
