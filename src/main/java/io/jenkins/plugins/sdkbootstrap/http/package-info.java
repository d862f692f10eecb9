/**
 * Fetching by HTTP, through proxies and by ranges. Start with {@code Http}; {@code HttpSource} is a
 * remote file as a {@code ByteSource}. Uses {@code io} only.
 */
package io.jenkins.plugins.sdkbootstrap.http;
