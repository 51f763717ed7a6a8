// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.examples;

import io.kruise.rollouts.client.Approval;
import io.kruise.rollouts.client.readiness.Reason;
import io.kruise.rollouts.client.readiness.RolloutView;
import io.kruise.rollouts.client.readiness.StepPosition;
import io.kruise.rollouts.client.readiness.StepReadiness;
import io.kruise.rollouts.client.readiness.Verdict;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints a run for people: time, step, state, pods. Thread-safe: progress comes from outside. */
final class Console implements GuideRelease.Listener {

  /**
   * What the terminal can show.
   *
   * @param colour whether to use ANSI colours
   * @param dots whether its character set has the dots of the bar
   */
  record Look(boolean colour, boolean dots) {}

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String GREEN = "32";
  private static final String CYAN = "36";

  private final PrintStream out;
  private final Look look;
  private final Supplier<Duration> elapsed;
  private String where = "prepare";
  private String lastProgress = "";

  Console(PrintStream out, Look look, Supplier<Duration> elapsed) {
    this.out = out;
    this.look = look;
    this.elapsed = elapsed;
  }

  synchronized void title(String server, String namespace) {
    out.println(
        paint(BOLD, "Kruise Rollouts quick start")
            + " in namespace "
            + namespace
            + " of "
            + server);
    out.println();
  }

  /**
   * A line of the work around the release.
   *
   * @param part which part of the run it belongs to
   */
  synchronized void note(String part, String text) {
    where = part;
    out.println(paint(DIM, seconds()) + "  %-8s  %s".formatted(where, text));
  }

  synchronized void done() {
    out.println();
    out.println(
        paint(GREEN, "Done in " + seconds().strip())
            + ": version-2 ran on 1 pod, then on 5, then on all "
            + GuideObjects.REPLICAS
            + ".");
  }

  @Override
  public synchronized void created() {
    note(
        "prepare",
        "Deployment %s and Rollout %s created, waiting for %d pods"
            .formatted(GuideObjects.DEPLOYMENT, GuideObjects.ROLLOUT, GuideObjects.REPLICAS));
  }

  @Override
  public synchronized void armed() {
    line("armed", bar(0) + "  " + GuideObjects.REPLICAS + " pods of version-1");
  }

  @Override
  public synchronized void started(String rolloutId) {
    where = "release";
    line("started", paint(CYAN, rolloutId));
  }

  @Override
  public synchronized void progress(StepReadiness readiness) {
    readiness.view().ifPresent(view -> progress(readiness, view));
  }

  private void progress(StepReadiness readiness, RolloutView view) {
    String comment = comment(readiness);
    if (readiness.verdict() == Verdict.NOT_OBSERVED) {
      news("starting", comment);
      return;
    }
    StepPosition position = view.position();
    where = "step " + position.stepIndex() + "/" + position.stepCount();
    news(position.rawState(), (bar(view.updatedReadyReplicas()) + "  " + comment).strip());
  }

  /** What the state alone does not tell. */
  private static String comment(StepReadiness readiness) {
    return switch (readiness.verdict()) {
      case READY, IN_PROGRESS -> "";
      case AWAITING_APPROVAL -> "awaits approval";
      case PASSED -> readiness.reason() == Reason.FINALISING ? readiness.explanation() : "";
      case NOT_OBSERVED, PAUSED, COMPLETED -> readiness.explanation();
      case ROLLED_BACK, SUPERSEDED, DISABLED, TERMINATING, NO_SUCH_STEP, GONE ->
          readiness.explanation();
    };
  }

  @Override
  public synchronized void counted(int pods) {
    String counted =
        "%s  %d of %d pods run version-2".formatted(bar(pods), pods, GuideObjects.REPLICAS);
    line("counted", paint(GREEN, counted));
  }

  @Override
  public synchronized void approved(Approval approval) {
    String writes = approval.writes() == 1 ? "1 write" : approval.writes() + " writes";
    line("approved", paint(CYAN, "by " + writes + ", confirmed"));
  }

  /** Several judgements in a row may look the same here. */
  private void news(String state, String text) {
    String shown = where + state + text;
    if (!shown.equals(lastProgress)) {
      lastProgress = shown;
      line(state, text);
    }
  }

  private void line(String state, String text) {
    out.println(paint(DIM, seconds()) + "  %-8s  %-19s  %s".formatted(where, state, text));
  }

  private String bar(int updated) {
    int full = Math.min(Math.max(updated, 0), GuideObjects.REPLICAS);
    int empty = GuideObjects.REPLICAS - full;
    return look.dots()
        ? "\u25cf".repeat(full) + "\u25cb".repeat(empty)
        : "#".repeat(full) + ".".repeat(empty);
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%6.1f s", elapsed.get().toMillis() / 1000.0);
  }

  private String paint(String code, String text) {
    return look.colour() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
