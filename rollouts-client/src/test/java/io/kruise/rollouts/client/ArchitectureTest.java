// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.client;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("the architecture")
class ArchitectureTest {
  private static final String ROOT = "io.kruise.rollouts.client";
  private static final String READINESS = ROOT + ".readiness";
  private static final String PLAN = ROOT + ".plan";
  private static final String EXPLAIN = ROOT + ".explain";
  private static final String RELEASE = ROOT + ".release";
  private static final String WORKLOAD = ROOT + ".workload";
  private static final String RIGHTS = ROOT + ".rights";
  private static final String TIME = ROOT + ".time";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(RolloutsClient.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  @DisplayName("readiness is pure: itself, the model, fabric8's model, java")
  void readinessIsPure() {
    classes()
        .that()
        .resideInAPackage(READINESS)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                READINESS,
                "io.kruise.rollouts.model..",
                "io.fabric8.kubernetes.api.model",
                "org.jspecify.annotations",
                "java.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("the plan is pure: itself, the model, fabric8's model, java")
  void planIsPure() {
    classes()
        .that()
        .resideInAPackage(PLAN)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                PLAN,
                "io.kruise.rollouts.model..",
                "io.fabric8.kubernetes.api.model",
                "org.jspecify.annotations",
                "java.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("explanations are pure: itself, readiness, the model, fabric8's model, java")
  void explanationsArePure() {
    classes()
        .that()
        .resideInAPackage(EXPLAIN)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                EXPLAIN,
                READINESS,
                "io.kruise.rollouts.model..",
                "io.fabric8.kubernetes.api.model",
                "io.fabric8.kubernetes.api.model.apps",
                "org.jspecify.annotations",
                "java.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("kinds of workloads need nothing but java")
  void kinds() {
    classes()
        .that()
        .resideInAPackage(WORKLOAD)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(WORKLOAD, "org.jspecify.annotations", "java.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("time needs nothing but java")
  void timeStandsAlone() {
    classes()
        .that()
        .resideInAPackage(TIME)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(TIME, "org.jspecify.annotations", "java.."))
        .check(CLASSES);
  }

  @Test
  @DisplayName("nothing outside time reads the time, sleeps, or starts a thread or a timer")
  void oneClock() {
    DescribedPredicate<JavaAccess<?>> ownTime =
        calls(Instant.class, "now")
            .or(calls(Clock.class, "system.*"))
            .or(calls(System.class, "nanoTime|currentTimeMillis"))
            .or(calls(Thread.class, "<init>|sleep|start|join|onSpinWait"))
            .or(calls(CompletableFuture.class, "orTimeout|completeOnTimeout|delayedExecutor"))
            .or(calls(CompletableFuture.class, "supplyAsync|runAsync"))
            .as("take the time or a thread of their own");

    noClasses()
        .that()
        .resideOutsideOfPackage(TIME)
        .should()
        .accessTargetWhere(ownTime)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Timer.class,
            Executors.class,
            ThreadPoolExecutor.class,
            ScheduledThreadPoolExecutor.class,
            Clock.class)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> type, String names) {
    return target(owner(DescribedPredicate.describe(type.getName(), c -> c.isEquivalentTo(type))))
        .and(target(nameMatching(names)))
        .forSubtype();
  }

  @Test
  @DisplayName("no type of internal packages is in a public signature")
  void internalsStayInternal() {
    codeUnits()
        .that()
        .areDeclaredInClassesThat(
            resideInAnyPackage(ROOT, READINESS, PLAN, EXPLAIN, RELEASE, WORKLOAD, RIGHTS, TIME))
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should(haveNoInternalTypesInTheirSignature())
        .check(CLASSES);
    fields()
        .that()
        .areDeclaredInClassesThat(
            resideInAnyPackage(ROOT, READINESS, PLAN, EXPLAIN, RELEASE, WORKLOAD, RIGHTS, TIME))
        .and()
        .arePublic()
        .should()
        .notHaveRawType(resideInAPackage(ROOT + ".internal.."))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, READINESS, PLAN, EXPLAIN, RELEASE, WORKLOAD, RIGHTS, TIME)
        .and()
        .areNotAssignableTo(RolloutsClient.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal..")
        .check(CLASSES);
  }

  private static ArchCondition<JavaCodeUnit> haveNoInternalTypesInTheirSignature() {
    return new ArchCondition<>("have no internal types in their signature") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean internal =
            unit.getAllInvolvedRawTypes().stream()
                .anyMatch(type -> type.getPackageName().startsWith(ROOT + ".internal"));
        events.add(new SimpleConditionEvent(unit, !internal, unit.getFullName()));
      }
    };
  }

  @Test
  @DisplayName("what decides about approvals knows neither HTTP nor fabric8's client")
  void approvalsDecideWithoutIo() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".internal.approve")
        .and(
            DescribedPredicate.describe(
                "decide",
                (JavaClass type) ->
                    type.getFullName()
                        .matches(
                            ".*\\.(ApproveLoop|ApprovalTarget|ApprovePatches|ApprovalGate).*")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            ROOT + ".internal.api",
            ROOT + ".internal.wait",
            TIME,
            "java.net..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("internal packages have no cycles")
  void noCycles() {
    slices().matching(ROOT + ".internal.(*)").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".internal.(*)..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal")
        .check(CLASSES);
  }

  @Test
  @DisplayName("nothing is printed")
  void nothingIsPrinted() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  @DisplayName("of fabric8, its public API alone: it works with whichever HTTP client")
  void fabric8sApiOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client.dsl.internal..",
            "io.fabric8.kubernetes.client.impl..",
            "io.fabric8.kubernetes.client.informers.impl..",
            "io.fabric8.kubernetes.client.jdkhttp..",
            "io.fabric8.kubernetes.client.vertx..",
            "io.fabric8.kubernetes.client.okhttp..",
            "io.fabric8.zjsonpatch..",
            "com.fasterxml..",
            "io.vertx..")
        .check(CLASSES);
  }
}
