/**
 * Runs tools: their environment, messages and rights. Removes roots. Start with {@code Tool} and
 * {@code ToolProcess}. Uses {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.process;
