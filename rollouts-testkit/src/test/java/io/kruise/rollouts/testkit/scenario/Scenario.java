// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kruise.rollouts.testkit.internal.object.Json;
import io.kruise.rollouts.testkit.internal.object.Meta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is done to one Rollout and its workload, in order.
 *
 * @param name of the scenario, its file and its golden
 * @param description in a sentence
 * @param tags for choosing
 * @param rollout the name of the Rollout that is looked at
 * @param workloadKind the kind of the workload that is looked at
 * @param workload its name
 * @param actions in order
 * @param settle how long to let things settle after the last action
 * @param goesOn whether it goes on when a wait was in vain
 * @param ids the rollout-ids that it writes: they stand in traces as they are
 */
public record Scenario(
    String name,
    String description,
    List<String> tags,
    String rollout,
    ResourceKind workloadKind,
    String workload,
    List<Action> actions,
    Duration settle,
    boolean goesOn,
    Set<String> ids) {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern ID = Pattern.compile("\\br\\d+[a-z]*\\b|\\brel-[\\w.-]+");
  private static final Duration SETTLE = Duration.ofMillis(1500);

  /** Keeps the collections from being changed. */
  public Scenario {
    tags = List.copyOf(tags);
    actions = List.copyOf(actions);
    ids = Set.copyOf(ids);
  }

  /**
   * The scenarios of a folder.
   *
   * @param folder with one YAML file for each
   * @return them, by name
   */
  public static List<Scenario> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Scenario::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One scenario.
   *
   * @param file YAML
   * @return the scenario, its shorthand written out
   */
  public static Scenario read(Path file) {
    try {
      return of(Shorthand.expand(YAML.readTree(file.toFile())));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Scenario of(JsonNode yaml) {
    List<Action> actions = new ArrayList<>();
    Json.items(yaml.path("objects")).forEach(object -> actions.add(Action.create(object)));
    Json.items(yaml.path("steps")).stream()
        .filter(step -> !step.has("exec"))
        .forEach(step -> actions.add(Action.of(step)));
    List<JsonNode> manifests =
        actions.stream()
            .filter(action -> action.verb() == Verb.CREATE || action.verb() == Verb.APPLY)
            .map(Action::argument)
            .toList();
    String rollout =
        yaml.path("rollout").asText(nameOfFirst("Rollout", manifests, "rollouts-demo"));
    JsonNode reference = reference(manifests, rollout);
    ResourceKind kind = ResourceKind.of(yaml.has("workload") ? yaml.path("workload") : reference);
    return new Scenario(
        yaml.path("name").asText(),
        yaml.path("description").asText(),
        Json.items(yaml.path("tags")).stream().map(JsonNode::asText).toList(),
        rollout,
        kind,
        Json.at(yaml, "workload", "name")
            .asText(
                reference
                    .path("name")
                    .asText(nameOfFirst(kind.kind(), manifests, "workload-demo"))),
        actions,
        yaml.has("settle") ? Action.seconds(yaml.get("settle")) : SETTLE,
        yaml.path("continueOnTimeout").asBoolean(),
        idsIn(yaml.toString()));
  }

  private static String nameOfFirst(String kind, List<JsonNode> manifests, String otherwise) {
    return manifests.stream()
        .filter(object -> kind.equals(object.path("kind").asText()))
        .map(Meta::name)
        .findFirst()
        .orElse(otherwise);
  }

  private static JsonNode reference(List<JsonNode> manifests, String rollout) {
    return manifests.stream()
        .filter(object -> "Rollout".equals(object.path("kind").asText()))
        .filter(object -> Meta.name(object).equals(rollout))
        .map(object -> Json.at(object, "spec", "workloadRef"))
        .findFirst()
        .orElse(Json.object());
  }

  private static Set<String> idsIn(String text) {
    Set<String> ids = new HashSet<>();
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      ids.add(matcher.group());
    }
    return ids;
  }
}
