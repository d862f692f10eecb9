/**
 * What runs, what is reused, and why: resume, drift, and the stored stages. Start with {@code
 * Planner}. Uses {@code config} and {@code provenance}.
 */
package io.jenkins.plugins.sdkbootstrap.plan;
