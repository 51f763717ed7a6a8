// SPDX-License-Identifier: Apache-2.0
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.kruise.rollouts.model.v1alpha1.RolloutHistory;
import io.kruise.rollouts.model.v1alpha1.TrafficRouting;
import io.kruise.rollouts.model.v1beta1.BatchRelease;
import io.kruise.rollouts.model.v1beta1.HttpHeaderFilter;
import io.kruise.rollouts.model.v1beta1.HttpRouteMatch;
import io.kruise.rollouts.model.v1beta1.Rollout;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the CRDs of the model; run by the build, see the pom of this module.
 *
 * <p>Fabric8's generator does most of it. What no annotation of it can say is added here: formats
 * of numbers and times, JSON of any shape, lists that are maps, the order of printer columns, the
 * list kind, and the properties that all kinds have.
 */
public final class GenerateCrds implements CRDPostProcessor {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(Rollout.class, BatchRelease.class, TrafficRouting.class, RolloutHistory.class);

  /** Lists with one entry for each name. */
  private static final Map<Class<?>, Set<String>> LISTS_BY_NAME =
      Map.of(
          HttpRouteMatch.class, Set.of("headers", "queryParams"),
          HttpHeaderFilter.class, Set.of("set", "add"));

  private GenerateCrds() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    int written =
        new CRDGenerator()
            .customResourceClasses(KINDS)
            .withPostProcessor(new GenerateCrds())
            .inOutputDir(directory.toFile())
            .generate();
    if (written != KINDS.size()) {
      throw new IllegalStateException(written + " of " + KINDS.size() + " CRDs were written");
    }
  }

  @Override
  public HasMetadata process(HasMetadata resource, String crdSpecVersion) {
    CustomResourceDefinition crd = (CustomResourceDefinition) resource;
    CustomResourceDefinitionNames names = crd.getSpec().getNames();
    names.setListKind(names.getKind() + "List");
    Class<?> kind = kindNamed(names.getKind());
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      sortColumns(version.getAdditionalPrinterColumns(), kind);
      completeRoot(version.getSchema().getOpenAPIV3Schema(), kind);
    }
    return crd;
  }

  private static Class<?> kindNamed(String name) {
    return KINDS.stream().filter(k -> k.getSimpleName().equals(name)).findFirst().orElseThrow();
  }

  /** The generator sorts columns by path; people read them in the order of the annotations. */
  private static void sortColumns(List<CustomResourceColumnDefinition> columns, Class<?> kind) {
    List<String> order =
        Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    columns.sort(Comparator.comparing(column -> order.indexOf(column.getName())));
  }

  private static void completeRoot(JSONSchemaProps root, Class<?> kind) {
    Type[] specAndStatus =
        ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
    complete(root.getProperties().get("spec"), (Class<?>) specAndStatus[0]);
    complete(root.getProperties().get("status"), (Class<?>) specAndStatus[1]);
    root.getProperties().put("apiVersion", ofType("string"));
    root.getProperties().put("kind", ofType("string"));
    root.getProperties().put("metadata", ofType("object"));
  }

  private static JSONSchemaProps ofType(String type) {
    JSONSchemaProps schema = new JSONSchemaProps();
    schema.setType(type);
    return schema;
  }

  private static void complete(JSONSchemaProps object, Class<?> bean) {
    object.getProperties().forEach((name, property) -> complete(property, bean, name));
  }

  private static void complete(JSONSchemaProps property, Class<?> bean, String name) {
    Type type = typeOf(bean, name);
    if (type == Integer.class) {
      property.setFormat("int32");
    } else if (type == Long.class) {
      property.setFormat("int64");
    } else if (type == String.class && name.endsWith("Time")) {
      property.setFormat("date-time");
    } else if (type == Object.class) {
      property.setType(null);
      property.setXKubernetesPreserveUnknownFields(true);
    }
    if (LISTS_BY_NAME.getOrDefault(bean, Set.of()).contains(name)) {
      property.setXKubernetesListType("map");
      property.setXKubernetesListMapKeys(List.of("name"));
    }
    if (type instanceof Class<?> nested) {
      complete(property, nested);
    } else if (property.getItems() != null
        && ((ParameterizedType) type).getActualTypeArguments()[0] instanceof Class<?> item) {
      complete(property.getItems().getSchema(), item);
    }
  }

  private static Type typeOf(Class<?> bean, String name) {
    try {
      return bean.getDeclaredField(name).getGenericType();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a property without a field", e);
    }
  }
}
