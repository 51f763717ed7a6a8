// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the test kit's architecture")
class ArchitectureTest {
  private static final String ROOT = "io.kruise.rollouts.testkit";
  private static final String INTERNAL = ROOT + ".internal";

  /** What decides: it sees objects and the time, and nothing of threads, HTTP and clocks. */
  private static final String[] PURE = {
    INTERNAL + ".object..",
    INTERNAL + ".engine..",
    INTERNAL + ".pod..",
    INTERNAL + ".workload..",
    INTERNAL + ".deployment..",
    INTERNAL + ".rolling..",
    INTERNAL + ".ownership..",
    INTERNAL + ".lifecycle..",
    INTERNAL + ".kruise..",
    INTERNAL + ".batch..",
    INTERNAL + ".rollout..",
    INTERNAL + ".traffic..",
    INTERNAL + ".admission..",
    INTERNAL + ".schema..",
    INTERNAL + ".validation..",
    INTERNAL + ".weather.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  @DisplayName("neither the client nor a test framework is known")
  void noClientNoJunit() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.kruise.rollouts.client..", "org.junit..", "org.assertj.."));
  }

  @Test
  @DisplayName("what decides knows no HTTP, no threads and no clock")
  void thePureOnes() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.vertx..",
                "io.netty..",
                "io.fabric8.kubernetes.client..",
                INTERNAL + ".http..",
                INTERNAL + ".time..",
                INTERNAL + ".cluster.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  @DisplayName("controllers know each other through the objects only")
  void controllersAreStrangers() {
    for (String one : new String[] {"rollout", "batch", "deployment", "workload", "kruise"}) {
      for (String other : new String[] {"rollout", "batch", "deployment", "workload", "kruise"}) {
        if (!one.equals(other)) {
          check(
              noClasses()
                  .that()
                  .resideInAPackage(INTERNAL + "." + one + "..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(INTERNAL + "." + other + ".."));
        }
      }
    }
  }

  @Test
  @DisplayName("what the API server says against objects depends on nothing but their form")
  void validationStandsAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(INTERNAL + ".validation..")
            .should()
            .dependOnClassesThat(
                resideInAPackage(INTERNAL + "..")
                    .and(
                        not(
                            resideInAnyPackage(
                                INTERNAL + ".validation..",
                                INTERNAL + ".api..",
                                INTERNAL + ".object..")))));
  }

  @Test
  @DisplayName("no package depends on itself by way of others")
  void noCycles() {
    check(slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES.that(DescribedPredicate.alwaysTrue()));
  }
}
