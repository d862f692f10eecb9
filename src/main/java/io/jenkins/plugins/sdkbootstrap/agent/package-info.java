/**
 * What the steps do on agents: tasks that are sent there, their settings, and the agent's cache. A
 * newcomer begins with {@code UnpackTask}, {@code ChrootTask} and {@code ArchiveTask}. Uses the
 * engine and Jenkins.
 */
package io.jenkins.plugins.sdkbootstrap.agent;
