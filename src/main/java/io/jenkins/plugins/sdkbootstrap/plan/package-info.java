/**
 * What runs, what is reused, and why: resume, drift, and what a store has to offer. A newcomer
 * begins with {@code Planner}. Uses {@code config} and {@code provenance}.
 */
package io.jenkins.plugins.sdkbootstrap.plan;
