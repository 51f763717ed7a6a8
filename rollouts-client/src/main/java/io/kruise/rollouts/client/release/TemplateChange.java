// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client.release;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A change of a workload's pod template. It may be made several times, on newer versions of the
 * template, when somebody else writes at the same time: what it does must hang on nothing but the
 * template. Immutable.
 */
public final class TemplateChange {
  /** The annotation that {@code kubectl rollout restart} sets. */
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  private final Consumer<PodTemplateSpec> edit;
  private final String text;

  private TemplateChange(Consumer<PodTemplateSpec> edit, String text) {
    this.edit = edit;
    this.text = text;
  }

  /**
   * Another image for the only container.
   *
   * @param image the image
   * @return the change; it fails with an {@code IllegalArgumentException} on a template with
   *     several containers
   */
  public static TemplateChange image(String image) {
    return new TemplateChange(
        template -> onlyContainer(template).setImage(image), "image " + required(image, "image"));
  }

  /**
   * Another image for a container.
   *
   * @param container its name
   * @param image the image
   * @return the change; it fails with an {@code IllegalArgumentException} when there is no such
   *     container
   */
  public static TemplateChange image(String container, String image) {
    required(image, "image");
    return new TemplateChange(
        template -> container(template, container).setImage(image),
        "image " + image + " of container " + required(container, "container"));
  }

  /**
   * Another value for an environment variable, which need not be there yet.
   *
   * @param container the container's name
   * @param name the variable
   * @param value its value
   * @return the change; it fails with an {@code IllegalArgumentException} when there is no such
   *     container
   */
  public static TemplateChange env(String container, String name, String value) {
    required(name, "name");
    requireNonNull(value, "value");
    return new TemplateChange(
        template -> setEnv(container(template, container), name, value),
        "env " + name + " of container " + required(container, "container"));
  }

  /**
   * An annotation on the pods.
   *
   * @param key its key
   * @param value its value
   * @return the change
   */
  public static TemplateChange annotation(String key, String value) {
    requireNonNull(value, "value");
    return new TemplateChange(
        template -> {
          if (template.getMetadata() == null) {
            template.setMetadata(new ObjectMeta());
          }
          ObjectMeta meta = template.getMetadata();
          Map<String, String> annotations =
              new HashMap<>(meta.getAnnotations() == null ? Map.of() : meta.getAnnotations());
          annotations.put(key, value);
          meta.setAnnotations(annotations);
        },
        "annotation " + required(key, "key"));
  }

  /**
   * The same version again in new pods, step by step, as {@code kubectl rollout restart} does it.
   *
   * @param at a moment that tells this restart from others
   * @return the change
   */
  public static TemplateChange restart(Instant at) {
    TemplateChange annotation = annotation(RESTARTED_AT, requireNonNull(at, "at").toString());
    return new TemplateChange(annotation.edit, "restart");
  }

  /**
   * Another template as a whole, such as that of an earlier revision.
   *
   * @param wanted the template
   * @return the change
   */
  public static TemplateChange to(PodTemplateSpec wanted) {
    PodTemplateSpec kept = new PodTemplateSpecBuilder(requireNonNull(wanted, "wanted")).build();
    return new TemplateChange(
        template -> {
          PodTemplateSpec copy = new PodTemplateSpecBuilder(kept).build();
          template.setMetadata(copy.getMetadata());
          template.setSpec(copy.getSpec());
          template.setAdditionalProperties(copy.getAdditionalProperties());
        },
        "a whole template");
  }

  /**
   * Any change.
   *
   * @param edit changes the template that it is given; it must not block, and do the same each time
   * @return the change
   */
  public static TemplateChange edit(Consumer<PodTemplateSpec> edit) {
    return new TemplateChange(requireNonNull(edit, "edit"), "an edit of the template");
  }

  /**
   * This change, and then another one.
   *
   * @param next the other
   * @return both as one
   */
  public TemplateChange and(TemplateChange next) {
    return new TemplateChange(edit.andThen(next.edit), text + ", " + next.text);
  }

  /**
   * Makes the change.
   *
   * @param template the template; it is left as it is
   * @return a changed copy
   * @throws IllegalArgumentException when the change does not fit the template
   */
  public PodTemplateSpec appliedTo(PodTemplateSpec template) {
    PodTemplateSpec copy = new PodTemplateSpecBuilder(template).build();
    edit.accept(copy);
    return copy;
  }

  private static Container onlyContainer(PodTemplateSpec template) {
    List<Container> containers = template.getSpec().getContainers();
    if (containers.size() != 1) {
      throw new IllegalArgumentException(
          "the template has the containers " + names(containers) + ": name the one that is meant");
    }
    return containers.get(0);
  }

  private static Container container(PodTemplateSpec template, String name) {
    List<Container> all = new ArrayList<>(template.getSpec().getContainers());
    if (template.getSpec().getInitContainers() != null) {
      all.addAll(template.getSpec().getInitContainers());
    }
    return all.stream()
        .filter(container -> name.equals(container.getName()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the template has no container \"" + name + "\", but " + names(all)));
  }

  private static String names(List<Container> containers) {
    return containers.stream().map(Container::getName).collect(Collectors.joining(", "));
  }

  private static void setEnv(Container container, String name, String value) {
    EnvVar wanted = new EnvVarBuilder().withName(name).withValue(value).build();
    List<EnvVar> all = new ArrayList<>(container.getEnv() == null ? List.of() : container.getEnv());
    all.replaceAll(each -> name.equals(each.getName()) ? wanted : each);
    if (!all.contains(wanted)) {
      all.add(wanted);
    }
    container.setEnv(all);
  }

  private static String required(String value, String what) {
    if (requireNonNull(value, what).isBlank()) {
      throw new IllegalArgumentException("the " + what + " must not be blank");
    }
    return value;
  }

  @Override
  public String toString() {
    return text;
  }
}
