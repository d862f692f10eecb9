package io.jenkins.plugins.sdkbootstrap.provenance;

import io.jenkins.plugins.sdkbootstrap.config.Names;
import io.jenkins.plugins.sdkbootstrap.config.Printable;
import io.jenkins.plugins.sdkbootstrap.config.Reuse;
import io.jenkins.plugins.sdkbootstrap.config.StageId;
import io.jenkins.plugins.sdkbootstrap.config.StageParser;
import io.jenkins.plugins.sdkbootstrap.io.Digest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is on record of a stage: an in-toto Statement v1 with SLSA provenance v1 about its tarball,
 * in the file {@code NAME.intoto.json}.
 *
 * @param id which stage
 * @param stages how many stages the bootstrap has
 * @param inputs what it was made from, besides its seed
 * @param seed the tarball it started from
 * @param tarball what it came to
 * @param run how the run went
 */
public record StageRecord(
    StageId id, int stages, StageInputs inputs, Seed seed, StageTarball tarball, RunDetails run)
    implements Serializable {

  /** The largest record that is read, in bytes; one of a thousand repositories is a tenth of it. */
  public static final int LARGEST = 4 << 20;

  /** Holds the parts against each other. */
  public StageRecord {
    Objects.requireNonNull(inputs);
    Objects.requireNonNull(seed);
    Objects.requireNonNull(tarball);
    Objects.requireNonNull(run);
    if (inputs.spec().number() != id.number()) {
      throw new IllegalArgumentException(
          id + " with the inputs of stage " + inputs.spec().number());
    }
    if (id.number() > stages || stages > StageParser.MOST) {
      throw new IllegalArgumentException(id + " of " + stages + " stages");
    }
    if (!Names.STAGE_NAME.matcher(inputs.spec().name()).matches()) {
      throw new IllegalArgumentException(
          "not the name of a stage: " + Printable.quoted(inputs.spec().name()));
    }
  }

  /**
   * Reads a record.
   *
   * @param file its name, for messages only
   * @param json its bytes
   * @throws RecordException where it is not what {@link #toJson} writes; fields that a later
   *     version adds are passed over
   */
  public static StageRecord parse(String file, byte[] json) throws RecordException {
    return RecordReader.read(file, json);
  }

  /** The record as JSON in UTF-8: the same record, the same bytes. */
  public byte[] toJson() {
    return RecordWriter.write(this);
  }

  /** Whether this is the last stage: its root is the SDK. */
  public boolean isLast() {
    return id.number() == stages;
  }

  /** The file name of the stage's tarball, in the SDK's directory. */
  public String tarballName() {
    return id.tarball(tarball.compression());
  }

  /** The tarball as the next stage's seed. */
  public Seed asSeed() {
    return asSeed(id);
  }

  /**
   * The same.
   *
   * @param as the stage that the tarball is there as: this one, or another that reuses it
   */
  public Seed asSeed(StageId as) {
    return new Seed(as.tarball(tarball.compression()), List.of(tarball.sha256(), tarball.sha512()));
  }

  /** The key of everything that the stage was made from; empty where a part of it is not known. */
  public Optional<Digest> key() {
    return StageKey.of(inputs, seed, id.bootstrap());
  }

  /**
   * Whether the stage may stand for this one: it is the same, or both are of one number and
   * architecture and it was made without being told which SDK and version it is of.
   */
  public boolean canBe(StageId other) {
    return id.equals(other)
        || inputs.spec().reuse() == Reuse.INPUTS
            && run.changes().isEmpty()
            && id.number() == other.number()
            && id.bootstrap().arch().equals(other.bootstrap().arch());
  }

  /** The same record with these notes too, each of them once. */
  public StageRecord withNotes(List<String> more) {
    List<String> notes = new ArrayList<>(run.notes());
    more.stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    RunDetails noted =
        new RunDetails(
            run.builderId(),
            run.builderVersion(),
            run.invocationId(),
            run.privilege(),
            run.startedOn(),
            run.finishedOn(),
            run.changes(),
            notes);
    return new StageRecord(id, stages, inputs, seed, tarball, noted);
  }
}
