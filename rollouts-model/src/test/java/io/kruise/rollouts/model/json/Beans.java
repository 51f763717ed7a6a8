// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.model.json;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.kruise.rollouts.model.Json;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Walks the beans of this module by their getters. */
final class Beans {

  private Beans() {}

  /** The bean and all beans inside it. */
  static List<Object> in(Object bean) throws ReflectiveOperationException {
    List<Object> beans = new ArrayList<>();
    collect(bean, beans);
    return beans;
  }

  static Map<String, Object> unknownFields(Object bean) throws ReflectiveOperationException {
    return Json.map(bean.getClass().getMethod("getAdditionalProperties").invoke(bean));
  }

  /** A copy by way of the builder; a resource has none, and is returned as it is. */
  static Object rebuilt(Object bean) throws ReflectiveOperationException {
    if (bean instanceof HasMetadata) {
      return bean;
    }
    Object builder = bean.getClass().getMethod("toBuilder").invoke(bean);
    return builder.getClass().getMethod("build").invoke(builder);
  }

  private static void collect(Object value, List<Object> beans)
      throws ReflectiveOperationException {
    if (value instanceof Collection<?> values) {
      for (Object each : values) {
        collect(each, beans);
      }
    } else if (value != null && value.getClass().getName().startsWith("io.kruise.rollouts.")) {
      beans.add(value);
      for (Method method : value.getClass().getMethods()) {
        if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
          collect(method.invoke(value), beans);
        }
      }
    }
  }
}
