// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import io.kruise.rollouts.testkit.internal.history.RecordingFormat;
import io.kruise.rollouts.testkit.internal.object.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run that can be played again: what clients wrote, when, and what happened to the Rollouts then.
 * Immutable.
 *
 * <pre>{@code
 * KruiseRecording.of(kruise).writeTo(Path.of("incident-42.json"));     // once
 * KruiseRecording.read(Path.of("incident-42.json")).replay();          // in a test
 * }</pre>
 *
 * <p>A replay sends the same requests at the same times to a cluster of its own, without the uids,
 * versions and tests of patches in them. What isn't a request of a client's is not recorded: pods
 * that behave by the cluster's builder need the same builder again; by the annotation they behave
 * by themselves.
 */
public final class KruiseRecording {
  private static final int CONTEXT = 5;

  private final RecordingFormat.Run run;

  private KruiseRecording(RecordingFormat.Run run) {
    this.run = run;
  }

  /**
   * Of a cluster, from its beginning until now.
   *
   * @param kruise with virtual time
   * @return the recording
   * @throws IllegalStateException when its time passes by itself: such a run can't be repeated
   */
  public static KruiseRecording of(FakeKruise kruise) {
    return new KruiseRecording(kruise.run());
  }

  /**
   * Of a file.
   *
   * @param file written by {@link #writeTo}
   * @return the recording
   * @throws IOException when it can't be read
   * @throws IllegalArgumentException when it is something else
   */
  public static KruiseRecording read(Path file) throws IOException {
    return new KruiseRecording(RecordingFormat.run(Json.parse(Files.readAllBytes(file))));
  }

  /**
   * Writes it down, in JSON.
   *
   * @param file made, or overwritten
   * @throws IOException when it can't be written
   */
  public void writeTo(Path file) throws IOException {
    String text = RecordingFormat.tree(run).toPrettyString() + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What happened when it was recorded.
   *
   * @return the history
   */
  public ReleaseHistory history() {
    return run.history();
  }

  /**
   * Plays it in a cluster with standard pods.
   *
   * @throws AssertionError when a transition differs: it names the first
   */
  public void replay() {
    replay(FakeKruise.builder());
  }

  /**
   * Plays it.
   *
   * @param builder of the cluster; its time will be virtual
   * @throws AssertionError when a transition differs: it names the first
   */
  public void replay(FakeKruise.Builder builder) {
    try (FakeKruise kruise = builder.virtualTime().start()) {
      Optional<String> refused = kruise.replay(run);
      compare(kruise.history(), refused.map(each -> "\n" + each).orElse(""));
    }
  }

  private void compare(ReleaseHistory replayed, String refused) {
    List<String> then = lines(run.history());
    List<String> now = lines(replayed);
    int same = 0;
    while (same < then.size() && same < now.size() && then.get(same).equals(now.get(same))) {
      same++;
    }
    if (same < then.size() || same < now.size() || !refused.isEmpty()) {
      throw new AssertionError(
          "the replay differs at transition "
              + (same + 1)
              + "\nrecorded: "
              + at(then, same)
              + "\nreplayed: "
              + at(now, same)
              + refused
              + "\nbefore that:\n"
              + String.join("\n", then.subList(Math.max(0, same - CONTEXT), same)));
    }
  }

  private static List<String> lines(ReleaseHistory history) {
    return history.transitions().stream().map(Transition::toString).toList();
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "nothing";
  }
}
