/**
 * Running a tool: its environment, its messages, the rights it is given; and the removal of roots.
 * A newcomer begins with {@code Tool} and {@code ToolProcess}. Uses {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.process;
