// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.validation;

import io.kruise.rollouts.testkit.internal.object.QualifiedNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pod's volumes, and where containers mount them. (core/validation, ValidateVolumes) */
final class Volumes {
  /** In the order in which they are looked at. */
  private static final List<String> KINDS =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "flocker",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  private static final int MODES = 0777;
  private static final String MODE = "must be a number between 0 and 0777 (octal), both inclusive";

  private Volumes() {}

  /** Judges the volumes, and gives the names of those that are right. */
  static Set<String> volumes(Part spec) {
    Set<String> names = new HashSet<>();
    for (Part volume : spec.each("volumes")) {
      int said = volume.said();
      source(volume);
      Part name = volume.at("name");
      if (name.text().isEmpty()) {
        name.required();
      } else {
        name.invalid(QualifiedNames.labelProblems(name.text()));
      }
      if (names.contains(name.text())) {
        name.duplicate();
      }
      if (said == volume.said()) {
        names.add(name.text());
      }
    }
    return names;
  }

  private static void source(Part volume) {
    int found = 0;
    for (String kind : KINDS) {
      if (volume.has(kind)) {
        Part source = volume.at(kind);
        if (found++ > 0) {
          source.forbidden("may not specify more than 1 volume type");
        } else {
          source(kind, source);
        }
      }
    }
    if (found == 0) {
      volume.required("must specify a volume type");
    }
  }

  private static void source(String kind, Part source) {
    switch (kind) {
      case "secret" -> {
        needed(source.at("secretName"));
        items(source);
      }
      case "configMap" -> {
        needed(source.at("name"));
        items(source);
      }
      case "persistentVolumeClaim" -> needed(source.at("claimName"));
      case "hostPath" -> {
        if (needed(source.at("path"))) {
          noWayUp(source.at("path"));
        }
      }
      case "nfs" -> {
        needed(source.at("server"));
        if (needed(source.at("path")) && !source.text("path").startsWith("/")) {
          source.at("path").invalid("must be an absolute path");
        }
      }
      default -> {
        // of a kind that applications rarely name themselves
      }
    }
  }

  private static boolean needed(Part text) {
    if (text.text().isEmpty()) {
      text.required();
      return false;
    }
    return true;
  }

  private static void items(Part source) {
    mode(source.at("defaultMode"));
    for (Part item : source.each("items")) {
      needed(item.at("key"));
      needed(item.at("path"));
      Part path = item.at("path");
      inside(path);
      if (path.text().startsWith("..") && !path.text().startsWith("../")) {
        path.invalid("must not start with '..'");
      }
      mode(item.at("mode"));
    }
  }

  private static void mode(Part mode) {
    if (mode.number() > MODES || mode.number() < 0) {
      mode.invalid(MODE);
    }
  }

  /** validateLocalDescendingPath. */
  private static void inside(Part path) {
    if (path.text().startsWith("/")) {
      path.invalid("must be a relative path");
    }
    noWayUp(path);
  }

  private static void noWayUp(Part path) {
    if (List.of(path.text().split("/", -1)).contains("..")) {
      path.invalid("must not contain '..'");
    }
  }

  /** ValidateVolumeMounts. */
  static void mounts(Part container, Set<String> volumes) {
    Set<String> paths = new HashSet<>();
    Part all = container.at("volumeMounts");
    for (Part mount : container.each("volumeMounts")) {
      Part name = mount.at("name");
      if (name.text().isEmpty()) {
        name.required();
      }
      if (!volumes.contains(name.text())) {
        name.notFound();
      }
      Part path = mount.at("mountPath");
      if (path.text().isEmpty()) {
        path.required();
      }
      if (!paths.add(path.text())) {
        path.invalid("must be unique");
      }
      // the path of the list, not of its element, as upstream has it
      if (mount.has("subPath")) {
        inside(mount.at("subPath").called(all.at("subPath").path()));
      }
      if (mount.has("subPathExpr")) {
        if (mount.has("subPath")) {
          mount.at("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive");
        }
        inside(mount.at("subPathExpr").called(all.at("subPathExpr").path()));
      }
    }
  }
}
