/**
 * Running a tool: its environment, its messages, the rights it is given. A newcomer begins with
 * {@code ToolProcess}. Uses {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.process;
