// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.v1beta1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lombok.AccessLevel;
import lombok.AllArgsConstructor;
import lombok.Builder;
import lombok.Data;
import lombok.Getter;
import lombok.NoArgsConstructor;
import lombok.Setter;
import org.jspecify.annotations.Nullable;

/**
 * One step of a release, of either style: how far the new version goes, and what happens before the
 * next step.
 *
 * <p>Written by the user. Steps are counted from 1 in the status.
 */
@Data
@NoArgsConstructor
@AllArgsConstructor(access = AccessLevel.PRIVATE)
@Builder(toBuilder = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class CanaryStep {
  /**
   * How many pods run the new version once the step is done, counted from the start of the release:
   * a number, or a percentage of the replicas of the workload such as {@code "20%"}, rounded up.
   * The admission webhook requires it.
   */
  private @Nullable IntOrString replicas;

  /**
   * Share of traffic for the new version, as a percentage such as {@code "5%"}; always text, never
   * a number. Absent means that this step does not route by weight.
   */
  private @Nullable String traffic;

  /**
   * Requests that go to the new version; one match suffices. Takes precedence over {@link
   * #traffic}.
   */
  private @Nullable List<HttpRouteMatch> matches;

  /** Changes to the headers of requests that go to the new version. Absent means none. */
  private @Nullable HttpHeaderFilter requestHeaderModifier;

  /**
   * What must happen before the next step. Absent and {@code {}} mean the same: the step waits for
   * an approval.
   *
   * <p>Clients in Go write {@code {}} where it was absent. A canary release passes a last step of
   * {@code "100%"} without a pause.
   */
  private @Nullable RolloutPause pause;

  /** Fields that this model does not know, kept so that they are written back unchanged. */
  @Getter(onMethod_ = {@JsonAnyGetter, @JsonIgnore})
  @Setter(AccessLevel.NONE)
  @JsonAnySetter
  @Builder.Default
  private Map<String, Object> additionalProperties = new LinkedHashMap<>();
}
