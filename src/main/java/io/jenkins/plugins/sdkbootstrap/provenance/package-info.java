/**
 * Provenance records: what a stage was made from, by digests, and the signatures of records. Start
 * with {@code StageRecord}. Uses {@code config}, {@code archive} and {@code io}.
 */
package io.jenkins.plugins.sdkbootstrap.provenance;
