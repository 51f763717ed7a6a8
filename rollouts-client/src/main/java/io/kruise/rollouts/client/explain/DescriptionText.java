// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.explain;

import io.kruise.rollouts.client.readiness.RolloutView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A description as text. What doesn't exist takes no line. */
final class DescriptionText {
  private static final int EVENTS = 10;
  private static final int PODS = 20;

  private final Description description;
  private final RolloutSnapshot snapshot;
  private final RolloutView view;
  private final StringBuilder text = new StringBuilder();

  DescriptionText(Description description) {
    this.description = description;
    this.snapshot = description.snapshot();
    this.view = snapshot.rollout().view();
  }

  String render() {
    head();
    steps();
    groups();
    pods();
    network();
    conditions();
    events();
    unseen();
    return text.toString();
  }

  private void head() {
    TextTable table = new TextTable();
    table.row("Rollout", view.namespace() + "/" + view.name() + (view.held() ? ", held" : ""));
    table.row("Status", view.summary());
    snapshot
        .workload()
        .ifPresentOrElse(
            each -> table.row("Workload", workload(each)),
            () ->
                table.row(
                    "Workload",
                    snapshot.rollout().workload()
                        + (snapshot.hidden("workload") ? ", not seen" : ", not found")));
    if (!view.rolloutId().isEmpty()) {
      table.row("Release", view.rolloutId() + ", revision " + orDash(view.revision()));
    }
    snapshot.batch().ifPresent(each -> table.row("BatchRelease", batch(each)));
    text.append(table.render());
  }

  private static String workload(WorkloadReading workload) {
    return workload.kind()
        + "/"
        + workload.name()
        + ": "
        + workload.replicas()
        + " pods wanted, "
        + workload.updated()
        + " updated, "
        + workload.ready()
        + " ready"
        + (workload.paused() ? ", paused" : "")
        + (workload.partition().isEmpty() ? "" : ", partition " + workload.partition());
  }

  private static String batch(BatchReading batch) {
    return batch.phase().value()
        + ", batch "
        + batch.batch()
        + batch.upTo().map(last -> " of " + last).orElse("")
        + " "
        + batch.state()
        + (batch.deleting() ? ", being deleted" : "");
  }

  private void steps() {
    TextTable table = new TextTable("STEP", "REPLICAS", "TRAFFIC", "THEN", "STATE");
    description
        .steps()
        .forEach(
            step ->
                table.row(
                    String.valueOf(step.index()),
                    orDash(step.replicas()),
                    orDash(step.traffic()),
                    then(step),
                    orDash(step.state())));
    section(table);
  }

  private String then(Description.Step step) {
    if (step.pause().isPresent()) {
      return "wait " + Times.words(step.pause().get());
    }
    return view.waitsForApproval(step.index()) ? "approval" : "go on";
  }

  private void groups() {
    TextTable table = new TextTable("REVISION", "STEP", "PODS", "READY");
    description
        .pods()
        .forEach(
            group ->
                table.row(
                    orDash(group.revision()) + (group.newest() ? " (new)" : ""),
                    group.step().map(String::valueOf).orElse("-"),
                    String.valueOf(group.total()),
                    String.valueOf(group.ready())));
    section(table);
  }

  /** The ones that aren't well: with hundreds of pods, nobody reads on. */
  private void pods() {
    TextTable table = new TextTable("POD", "STEP", "STATUS", "RESTARTS", "AGE");
    snapshot.pods().stream()
        .filter(pod -> !pod.ready() || pod.deleting())
        .limit(PODS)
        .forEach(
            pod ->
                table.row(
                    pod.name(),
                    pod.step().map(String::valueOf).orElse("-"),
                    pod.status(),
                    String.valueOf(pod.restarts()),
                    age(pod.createdAt())));
    section(table);
  }

  private void network() {
    TextTable table = new TextTable("TRAFFIC", "NAME", "STATE");
    snapshot
        .network()
        .forEach(
            each ->
                table.row(
                    each.kind(),
                    each.name(),
                    each.presence().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    section(table);
  }

  private void conditions() {
    TextTable table = new TextTable("CONDITION", "STATUS", "REASON", "SINCE", "MESSAGE");
    snapshot
        .rollout()
        .conditions()
        .forEach(
            each ->
                table.row(
                    each.type(),
                    each.status(),
                    orDash(each.reason()),
                    age(each.since()),
                    orDash(each.message())));
    section(table);
  }

  private void events() {
    TextTable table = new TextTable("EVENT", "AGE", "OBJECT", "MESSAGE");
    description
        .lastEvents(EVENTS)
        .forEach(
            event ->
                table.row(
                    (event.warning() ? "! " : "") + event.reason(),
                    age(event.last()),
                    event.kind() + "/" + event.name(),
                    event.message().strip().replace('\n', ' ')
                        + (event.count() > 1 ? " (" + event.count() + " times)" : "")));
    section(table);
  }

  private void unseen() {
    TextTable table = new TextTable("NOT SEEN");
    snapshot.unseen().forEach(each -> table.row(each.toString()));
    section(table);
  }

  private void section(TextTable table) {
    if (!table.isEmpty()) {
      text.append('\n').append(table.render());
    }
  }

  private String age(Optional<Instant> since) {
    return since
        .map(then -> Times.since(then, description.takenAt()))
        .map((Duration age) -> Times.words(age))
        .orElse("-");
  }

  private static String orDash(String value) {
    return value.isEmpty() ? "-" : value;
  }
}
