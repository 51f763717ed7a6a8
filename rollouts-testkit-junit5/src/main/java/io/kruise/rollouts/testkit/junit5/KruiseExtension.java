// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.junit5;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kruise.rollouts.client.RolloutOps;
import io.kruise.rollouts.client.RolloutRef;
import io.kruise.rollouts.client.RolloutsClient;
import io.kruise.rollouts.client.time.WaitClock;
import io.kruise.rollouts.testkit.FakeKruise;
import io.kruise.rollouts.testkit.ReleaseHistory;
import io.kruise.rollouts.testkit.TestClock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * What {@link KruiseTest} does; and, registered by itself, the same with clusters of the test's own
 * making:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KruiseExtension KRUISE =
 *     KruiseExtension.with(() -> FakeKruise.builder().virtualTime().pods(behaviors));
 * }</pre>
 *
 * <p>Use one of the two: both would answer for the same parameters. Immutable, thread-safe: each
 * test has its cluster in its own context, so tests may run at the same time.
 */
public final class KruiseExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  /** The key of the report entry with the history of a failed test. */
  public static final String HISTORY = "kruise-history";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KruiseExtension.class);

  private static final Map<Class<?>, Function<Stage, Object>> PARAMETERS =
      Map.of(
          FakeKruise.class, Stage::kruise,
          KubernetesClient.class, stage -> stage.kruise().client(),
          RolloutsClient.class, Stage::rollouts,
          WaitClock.class, Stage::clock,
          KruiseClock.class, stage -> KruiseClock.of(stage.kruise()),
          TestClock.class, stage -> stage.kruise().clock(),
          RolloutOps.class, stage -> stage.rollouts().rollout(Stage.GUIDE));

  private final Optional<Supplier<FakeKruise.Builder>> builders;
  private final boolean guide;

  /** As the annotation says. JUnit calls it. */
  public KruiseExtension() {
    this(Optional.empty(), true);
  }

  private KruiseExtension(Optional<Supplier<FakeKruise.Builder>> builders, boolean guide) {
    this.builders = builders;
    this.guide = guide;
  }

  /**
   * With clusters of the test's own making, and the objects of the guide in them.
   *
   * @param builders gives a new builder for each test
   * @return the extension
   */
  public static KruiseExtension with(Supplier<FakeKruise.Builder> builders) {
    return new KruiseExtension(Optional.of(builders), true);
  }

  /**
   * Without the objects of the guide.
   *
   * @return a copy
   */
  public KruiseExtension withoutGuide() {
    return new KruiseExtension(builders, false);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Optional<KruiseTest> asked = builders.isPresent() ? Optional.empty() : annotation(context);
    FakeKruise kruise = builders.map(Supplier::get).orElseGet(() -> builder(asked)).start();
    try {
      Stage stage = Stage.on(kruise);
      if (asked.map(KruiseTest::guide).orElse(guide)) {
        stage.furnish();
      }
      context.getStore(NAMESPACE).put(Stage.class, stage);
    } catch (RuntimeException e) {
      kruise.close();
      throw e;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Stage stage = context.getStore(NAMESPACE).remove(Stage.class, Stage.class);
    if (stage == null) {
      return; // an extension before this one failed
    }
    try (FakeKruise kruise = stage.kruise()) {
      context
          .getExecutionException()
          .filter(failure -> !(failure instanceof TestAbortedException))
          .ifPresent(failure -> tell(context, failure, kruise.history()));
    }
  }

  private static void tell(ExtensionContext context, Throwable failure, ReleaseHistory history) {
    failure.addSuppressed(new HistoryOfFailure(history));
    context.publishReportEntry(HISTORY, history.transitions().isEmpty() ? "empty" : "" + history);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    // others live longer than a test, and so than its cluster
    return PARAMETERS.containsKey(parameter.getParameter().getType())
        && parameter.getDeclaringExecutable() instanceof Method method
        && !Modifier.isStatic(method.getModifiers())
        && context.getTestMethod().isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Stage stage = context.getStore(NAMESPACE).get(Stage.class, Stage.class);
    if (stage == null) {
      throw new ParameterResolutionException("this test has no cluster (yet)");
    }
    Optional<ForRollout> named = parameter.findAnnotation(ForRollout.class);
    Class<?> type = parameter.getParameter().getType();
    if (named.isPresent() && type == RolloutOps.class) {
      return stage.rollouts().rollout(new RolloutRef(named.get().namespace(), named.get().value()));
    }
    Function<Stage, Object> value = PARAMETERS.get(type);
    if (value == null) {
      throw new ParameterResolutionException("no parameter of a Kruise test: " + type);
    }
    return value.apply(stage);
  }

  private static FakeKruise.Builder builder(Optional<KruiseTest> asked) {
    FakeKruise.Builder builder = FakeKruise.builder();
    return asked.filter(each -> !each.virtualTime()).isPresent()
        ? builder.speed(asked.get().speed())
        : builder.virtualTime();
  }

  /** The method's, else the one of the nearest class. */
  private static Optional<KruiseTest> annotation(ExtensionContext context) {
    Optional<KruiseTest> found =
        AnnotationSupport.findAnnotation(context.getTestMethod(), KruiseTest.class);
    Class<?> at = context.getTestClass().orElse(null);
    while (found.isEmpty() && at != null) {
      found = AnnotationSupport.findAnnotation(at, KruiseTest.class);
      at = at.getEnclosingClass();
    }
    return found;
  }
}
