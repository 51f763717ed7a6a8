// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.admission;

import static io.kruise.rollouts.testkit.internal.admission.Writes.changed;
import static io.kruise.rollouts.testkit.internal.admission.Writes.creation;
import static io.kruise.rollouts.testkit.internal.admission.Writes.object;
import static io.kruise.rollouts.testkit.internal.admission.Writes.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.api.Admission.Operation;
import io.kruise.rollouts.testkit.internal.api.Admission.Request;
import io.kruise.rollouts.testkit.internal.api.ApiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the validating webhook on Rollouts. */
class RolloutWebhookTest {
  private static final ObjectNode ROLLOUT =
      object(
          "{'apiVersion':'rollouts.kruise.io/v1beta1','kind':'Rollout',"
              + "'metadata':{'name':'r','namespace':'ns'},'spec':{'workloadRef':"
              + "{'apiVersion':'apps/v1','kind':'Deployment','name':'web'}}}");

  private static final String OK_STEPS = "'steps':[{'replicas':1},{'replicas':'100%'}]";
  private static final String BAD_REPLICAS =
      "replicas must be positive number, or a percentage with \"0%\" < canaryReplicas <= \"100%\"";
  private static final String LIMIT =
      "For partition style rollout: step[x].replicas must not greater than"
          + " partition-percent-limit if traffic specified";

  private static ObjectNode rollout(String spec) {
    return changed(ROLLOUT, "{'spec':" + spec + "}");
  }

  private static ObjectNode strategy(String strategy) {
    return rollout("{'strategy':" + strategy + "}");
  }

  private static boolean accepted(Request request) {
    try {
      new RolloutWebhook().validate(request);
      return true;
    } catch (ApiException refused) {
      return false;
    }
  }

  private static ApiException refusal(Request request) {
    return assertThrows(ApiException.class, () -> new RolloutWebhook().validate(request));
  }

  private static String why(Request request) {
    String prefix = "admission webhook \"vrollout.kb.io\" denied the request: ";
    String message = refusal(request).getMessage();
    assertThat(message).startsWith(prefix);
    return message.substring(prefix.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'canary':{'steps':[{'replicas':1}]}}",
        "{'blueGreen':{'steps':[{'replicas':'100%'}]}}",
        "{'canary':{'steps':[{'replicas':'+5%'},{'replicas':'050%'},{'replicas':'100%'}]}}",
        "{'canary':{'steps':[{'replicas':1000000}]}}",
        "{'canary':{'steps':[{'replicas':'100%'},{'replicas':1},{'replicas':'10%'}]}}",
        "{'canary':{'steps':[{'replicas':'50%','traffic':'1%'}]}}",
        "{'canary':{'steps':[{'replicas':60,'traffic':'100%'}]}}",
        "{'canary':{'steps':[{'replicas':'60%','matches':[]}]}}",
        "{'canary':{'enableExtraWorkloadForCanary':true,"
            + "'steps':[{'replicas':'60%','traffic':'10%'}]}}",
        "{'blueGreen':{'steps':[{'replicas':'60%','traffic':'0%'}]}}",
        "{'canary':{'steps':[{'replicas':1,'pause':{'duration':-1}}],'failureThreshold':'abc'}}",
        "{'canary':{'steps':[{'replicas':1}],'trafficRoutings':[]}}",
        "{'canary':{'steps':[{'replicas':1}],'trafficRoutings':"
            + "[{'service':'s','gracePeriodSeconds':0,'ingress':{'name':'i'}}]}}",
        "{'canary':{'steps':[{'replicas':1}],'trafficRoutings':"
            + "[{'service':'s','customNetworkRefs':[]}]}}",
      })
  void accepts(String strategy) {
    assertThat(accepted(creation(strategy(strategy)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|\"null\": Canary and BlueGreen cannot both be empty",
        "{'canary':{},'blueGreen':{}}|\"null\": Canary and BlueGreen cannot both be set",
      })
  void oneStyleMustBeSet(String strategy, String why) {
    assertThat(why(creation(strategy(strategy)))).isEqualTo("Spec.Strategy: Invalid value: " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "apps/v1,Deployment,true,true",
    "apps/v2,Deployment,true,true",
    "apps/v1,ReplicaSet,true,false",
    "apps/v1,StatefulSet,true,false",
    "apps/v1,DaemonSet,false,false",
    "apps.kruise.io/v1alpha1,CloneSet,true,true",
    "apps.kruise.io/v1beta1,StatefulSet,true,false",
    "apps.kruise.io/v1alpha1,DaemonSet,true,false",
    "apps.kruise.io/v1alpha1,Deployment,false,false",
    "batch/v1,Job,false,false",
    "v1,Pod,false,false",
    "apps/v1,deployment,false,false",
  })
  void onlySomeKindsCanBeReleased(
      String apiVersion, String kind, boolean inPart, boolean blueGreen) {
    ObjectNode ref =
        rollout("{'workloadRef':{'apiVersion':'" + apiVersion + "','kind':'" + kind + "'}}");
    String fault =
        "Spec.ObjectRef.WorkloadRef: Invalid value: v1beta1.ObjectRef{APIVersion:\""
            + apiVersion
            + "\", Kind:\""
            + kind
            + "\", Name:\"web\"}: WorkloadRef kind is not supported";
    Request partition =
        creation(changed(ref, "{'spec':{'strategy':{'canary':{" + OK_STEPS + "}}}}"));
    Request both = creation(changed(ref, "{'spec':{'strategy':{'blueGreen':{" + OK_STEPS + "}}}}"));

    if (inPart) {
      assertThat(accepted(partition)).isTrue();
    } else {
      assertThat(why(partition)).isEqualTo(fault);
    }
    if (blueGreen) {
      assertThat(accepted(both)).isTrue();
    } else {
      assertThat(why(both)).isEqualTo(fault + (inPart ? " for bluegreen style" : ""));
    }
  }

  /** Style, steps, which field, why. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "canary|[]||The number of Canary.Steps cannot be empty",
        "blueGreen|null||The number of Canary.Steps cannot be empty",
        "canary|[{}]|[0].steps|replicas cannot be empty",
        "canary|[{'replicas':1},{'replicas':null}]|[1].steps|replicas cannot be empty",
        "canary|[{'replicas':0}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':-1}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':1},{'replicas':'0%'}]|[1].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':'101%'}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':'5'}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':' 5%'}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':'9999999999%'}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':0},{'replicas':0}]|[0].Replicas|" + BAD_REPLICAS,
        "canary|[{'replicas':'51%','traffic':'10%'}]|[0].steps|" + LIMIT,
        "canary|[{'replicas':'51%','matches':[{}]}]|[0].steps|" + LIMIT,
        "canary|[{'replicas':1,'traffic':'0%'}]|[0].steps|traffic must be percentage with"
            + " \"0%\" < traffic <= \"100%\" in canary strategy",
        "canary|[{'replicas':1,'traffic':'5'}]|[0].steps|traffic must be percentage with"
            + " \"0%\" < traffic <= \"100%\" in canary strategy",
        "blueGreen|[{'replicas':1,'traffic':'101%'}]|[0].steps|traffic must be percentage with"
            + " \"0%\" <= traffic <= \"100%\" in blueGreen strategy",
        "blueGreen|[{'replicas':1,'traffic':'-1%'}]|[0].steps|traffic must be percentage with"
            + " \"0%\" <= traffic <= \"100%\" in blueGreen strategy",
        "canary|[{'replicas':2},{'replicas':1}]|.CanaryReplicas|Steps.CanaryReplicas must be a"
            + " non decreasing sequence",
        "canary|[{'replicas':1},{'replicas':'50%'},{'replicas':'40%'}]|.CanaryReplicas|"
            + "Steps.CanaryReplicas must be a non decreasing sequence",
      })
  void stepsFollowRules(String style, String steps, @Nullable String field, String why) {
    String at =
        style.equals("canary") ? "Spec.Strategy.Canary.Steps" : "Spec.Strategy.BlueGreen.Steps";

    assertThat(why(creation(strategy("{'" + style + "':{'steps':" + steps + "}}"))))
        .startsWith(at + (field == null ? "" : field) + ": Invalid value: ")
        .endsWith(": " + why);
  }

  /** An extra workload is a Deployment's; beside other kinds it is a partition. */
  @Test
  void theLimitOfPartitionsHoldsForAnExtraWorkloadOfAnotherKind() {
    ObjectNode cloneSet =
        rollout(
            "{'workloadRef':{'apiVersion':'apps.kruise.io/v1alpha1','kind':'CloneSet'},"
                + "'strategy':{'canary':{'enableExtraWorkloadForCanary':true,"
                + "'steps':[{'replicas':'60%','traffic':'10%'}]}}}");

    assertThat(why(creation(cloneSet))).endsWith(LIMIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'service':'s','gracePeriodSeconds':-1,'ingress':{'name':'i'}}"
            + "|GracePeriodSeconds: Invalid value: \"s\": TrafficRouting.GracePeriodSeconds"
            + " cannot be negative",
        "{'service':'','ingress':{'name':'i'}}"
            + "|Service: Invalid value: \"\": TrafficRouting.Service cannot be empty",
        "{'service':'s'}"
            + "|TrafficRoutings: Invalid value: \"null\": TrafficRoutings are not set",
        "{'service':'s','ingress':{'classType':'nginx','name':''}}"
            + "|Ingress: Invalid value: v1beta1.IngressTrafficRouting{ClassType:\"nginx\","
            + " Name:\"\"}: TrafficRouting.Ingress.Ingress cannot be empty",
        "{'service':'s','gateway':{}}"
            + "|Gateway: Invalid value: v1beta1.GatewayTrafficRouting{HTTPRouteName:"
            + "(*string)(nil)}: TrafficRouting.Gateway must set the name of HTTPRoute or"
            + " HTTPsRoute",
      })
  void trafficRoutingFollowsRules(String routing, String why) {
    assertThat(
            why(
                creation(
                    strategy("{'canary':{" + OK_STEPS + ",'trafficRoutings':[" + routing + "]}}"))))
        .isEqualTo("Spec.Strategy.Canary.TrafficRouting." + why);
    assertThat(
            why(
                creation(
                    strategy(
                        "{'blueGreen':{" + OK_STEPS + ",'trafficRoutings':[" + routing + "]}}"))))
        .isEqualTo("Spec.Strategy.BlueGreen.TrafficRouting." + why);
  }

  @Test
  void onlyOneTrafficRoutingIsSupported() {
    String routing = "{'service':'s','gracePeriodSeconds':3,'ingress':{'name':'i'}}";
    String print =
        "v1beta1.TrafficRoutingRef{Service:\"s\", GracePeriodSeconds:3,"
            + " Ingress:(*v1beta1.IngressTrafficRouting)(0xc000a1b2c0),"
            + " Gateway:(*v1beta1.GatewayTrafficRouting)(nil),"
            + " CustomNetworkRefs:[]v1beta1.ObjectRef(nil)}";

    assertThat(
            why(
                creation(
                    strategy(
                        "{'canary':{"
                            + OK_STEPS
                            + ",'trafficRoutings':["
                            + routing
                            + ","
                            + routing
                            + "]}}"))))
        .isEqualTo(
            "Spec.Strategy.Canary: Invalid value: []v1beta1.TrafficRoutingRef{"
                + print
                + ", "
                + print
                + "}: Rollout currently only support single TrafficRouting.");
  }

  @Test
  void faultsOfDifferentPartsAreNamedTogetherEachOnce() {
    ObjectNode bad =
        rollout(
            "{'workloadRef':{'kind':'Job'},'strategy':{'canary':{'steps':[],"
                + "'trafficRoutings':[{'service':''},{'service':''}]}}}");
    ObjectNode other = changed(bad, "{'metadata':{'name':'other'}}");

    assertThat(why(creation(bad, other)).replaceAll("Invalid value: .*?: (?=[A-Z])", ""))
        .isEqualTo(
            "[Spec.ObjectRef.WorkloadRef: WorkloadRef kind is not supported,"
                + " Spec.Strategy.Canary.Steps: The number of Canary.Steps cannot be empty,"
                + " Spec.Strategy.Canary: Rollout currently only support single TrafficRouting.,"
                + " Spec.Strategy.Canary.TrafficRouting.Service: TrafficRouting.Service cannot be"
                + " empty, Spec.Strategy.Canary.TrafficRouting.TrafficRoutings: TrafficRoutings are"
                + " not set, Conflict Checker: This rollout conflict with Rollout(ns/other), one"
                + " workload only have less than one Rollout]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|true",
        "{'spec':{'disabled':true}}|true",
        "{'metadata':{'namespace':'elsewhere'}}|false",
        "{'metadata':{'name':'r'}}|false",
        "{'spec':{'workloadRef':{'apiVersion':'apps/v1beta1'}}}|false",
        "{'spec':{'workloadRef':{'name':'db'}}}|false",
      })
  void aWorkloadHasOneRollout(String difference, boolean conflict) {
    ObjectNode own = strategy("{'canary':{" + OK_STEPS + "}}");
    ObjectNode other = changed(changed(own, "{'metadata':{'name':'other'}}"), difference);

    assertThat(accepted(creation(own, other))).isEqualTo(!conflict);
  }

  @Test
  void refusalsHaveACodeAndNothingElse() {
    ApiException refused = refusal(creation(strategy("{}")));

    assertThat(refused.status())
        .isEqualTo(
            object(
                    "{'kind':'Status','apiVersion':'v1','status':'Failure','metadata':{},'message':'',"
                        + "'code':422}")
                .put("message", refused.getMessage()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'canary':{'steps':[{'replicas':2147483648}]}}"
            + "|2147483648 into Go struct field CanaryStep.spec.strategy.canary.steps.replicas",
        "{'blueGreen':{'steps':[{'replicas':1,'pause':{'duration':-2147483649}}]}}"
            + "|-2147483649 into Go struct field"
            + " RolloutPause.spec.strategy.blueGreen.steps.pause.duration",
        "{'canary':{'steps':[{'replicas':3000000000,'pause':{'duration':4000000000}}]}}"
            + "|3000000000 into Go struct field CanaryStep.spec.strategy.canary.steps.replicas",
        "{'canary':{'failureThreshold':3000000000,'steps':[{'replicas':4000000000}]}}"
            + "|3000000000 into Go struct field CanaryStrategy.spec.strategy.canary"
            + ".failureThreshold",
        "{'blueGreen':{'failureThreshold':3000000000}}"
            + "|3000000000 into Go struct field BlueGreenStrategy.spec.strategy.blueGreen"
            + ".failureThreshold",
        "{'canary':{'trafficRoutings':[{'gracePeriodSeconds':3000000000}]}}"
            + "|3000000000 into Go struct field"
            + " TrafficRoutingRef.spec.strategy.canary.trafficRoutings.gracePeriodSeconds",
      })
  void numbersBeyond32BitsCannotBeDecoded(String strategy, String what) {
    Request request = creation(strategy(strategy));
    ApiException refused = refusal(request);

    assertThat(refused.code()).isEqualTo(400);
    assertThat(why(request)).isEqualTo("json: cannot unmarshal number " + what + " of type int32");
  }

  /**
   * The old Rollout's strategy is a canary of two steps with one routing; what changes; why not.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'spec':{'disabled':true}}|",
        "{'spec':{'strategy':{'paused':true}}}|",
        "{'spec':{'strategy':{'canary':{'steps':[{'replicas':3},{'replicas':5}]}}}}|",
        "{'spec':{'strategy':{'canary':{'enableExtraWorkloadForCanary':false}}}}|",
        "{'spec':{'strategy':{'canary':{'trafficRoutings':"
            + "[{'service':'s','ingress':{'name':'i','classType':''}}]}}}}|",
        "{'spec':{'workloadRef':{'name':'other'}}}"
            + "|Spec.ObjectRef: Forbidden: Rollout 'ObjectRef' field is immutable",
        "{'spec':{'workloadRef':{'name':'other'},'strategy':{'canary':{'trafficRoutings':null}}}}"
            + "|Spec.ObjectRef: Forbidden: Rollout 'ObjectRef' field is immutable",
        "{'spec':{'strategy':{'canary':{'trafficRoutings':null}}}}"
            + "|Spec.Strategy.Canary|BlueGreen.TrafficRoutings: Forbidden: Rollout"
            + " 'Strategy.Canary|BlueGreen.TrafficRoutings' field is immutable",
        "{'spec':{'strategy':{'canary':{'trafficRoutings':"
            + "[{'service':'t','ingress':{'name':'i'}}]}}}}"
            + "|Spec.Strategy.Canary|BlueGreen.TrafficRoutings: Forbidden: Rollout"
            + " 'Strategy.Canary|BlueGreen.TrafficRoutings' field is immutable",
        "{'spec':{'strategy':{'canary':{'enableExtraWorkloadForCanary':true,"
            + "'steps':[{'replicas':1}]}}}}"
            + "|Spec.Strategy.Canary|BlueGreen: Forbidden: Rollout style and"
            + " enableExtraWorkloadForCanary are immutable",
        "{'spec':{'strategy':{'canary':{'steps':[{'replicas':1}]}}}}"
            + "|Spec.Strategy.Canary|BlueGreen: Forbidden: Amount of Rollout steps are immutable",
      })
  void whileAReleaseRunsSomeFieldsAreImmutable(String text) {
    String change = text.substring(0, text.indexOf("|"));
    String why = text.substring(text.indexOf("|") + 1);
    ObjectNode before =
        strategy(
            "{'canary':{"
                + OK_STEPS
                + ",'trafficRoutings':[{'service':'s','ingress':{'name':'i'}}]}}");
    for (String phase : new String[] {"Progressing", "Terminating"}) {
      ObjectNode running = changed(before, "{'status':{'phase':'" + phase + "'}}");
      Request request = update(running, changed(running, change), running);
      if (why.isEmpty()) {
        assertThat(accepted(request)).isTrue();
      } else {
        assertThat(why(request)).isEqualTo(why);
      }
    }
    for (String phase : new String[] {"Healthy", "Disabled", "Disabling", "Initial", ""}) {
      ObjectNode idle = changed(before, "{'status':{'phase':'" + phase + "'}}");
      assertThat(accepted(update(idle, changed(idle, change), idle))).isTrue();
    }
  }

  @Test
  void anEmptyListOfRoutingsIsAnotherThanNone() {
    ObjectNode before =
        changed(strategy("{'canary':{" + OK_STEPS + "}}"), "{'status':{'phase':'Progressing'}}");
    ObjectNode after = changed(before, "{'spec':{'strategy':{'canary':{'trafficRoutings':[]}}}}");

    assertThat(why(update(before, after, before)))
        .endsWith("'Strategy.Canary|BlueGreen.TrafficRoutings' field is immutable");
  }

  @Test
  void whatIsWrongByItselfIsNamedBeforeWhatIsImmutable() {
    ObjectNode before =
        changed(strategy("{'canary':{" + OK_STEPS + "}}"), "{'status':{'phase':'Progressing'}}");
    ObjectNode after =
        changed(before, "{'spec':{'strategy':{'canary':{'steps':[{'replicas':0}]}}}}");

    assertThat(why(update(before, after, before))).endsWith(BAD_REPLICAS);
  }

  @Test
  void onlyRolloutsThemselvesAreJudged() {
    ObjectNode bad = strategy("{}");
    Request update = update(bad, bad, bad);

    Request status =
        new Request(Operation.UPDATE, update.type(), "status", bad, bad, update.world());
    Request deletion = new Request(Operation.DELETE, update.type(), "", bad, bad, update.world());

    assertThat(accepted(status)).isTrue();
    assertThat(accepted(deletion)).isTrue();
    assertThat(accepted(creation(changed(bad, "{'kind':'BatchRelease'}")))).isTrue();
    assertThat(accepted(update)).isFalse();
  }
}
