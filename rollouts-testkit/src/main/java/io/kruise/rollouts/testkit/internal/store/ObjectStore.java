// SPDX-License-Identifier: Apache-2.0
package io.kruise.rollouts.testkit.internal.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kruise.rollouts.testkit.internal.object.ObjectRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects at their newest version, and the writes that led there, under one growing revision as
 * in etcd. Knows no rules of the API: what is put is stored, with its resourceVersion. Not
 * thread-safe: the cluster's lock guards it.
 */
public final class ObjectStore {
  /** As if the cluster had lived for a while: the early revisions are "too old" for a watch. */
  private static final long FIRST_REVISION = 1_000;

  private record KindKey(String group, String kind) {}

  /** What was stored at a moment. Immutable. */
  public static final class Snapshot {
    private final Map<KindKey, NavigableMap<String, ObjectNode>> objects;
    private final long revision;

    private Snapshot(Map<KindKey, NavigableMap<String, ObjectNode>> objects, long revision) {
      this.objects = objects;
      this.revision = revision;
    }
  }

  private final Map<KindKey, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
  private final OwnerIndex owners = new OwnerIndex();
  private final TargetIndex targets = new TargetIndex();
  private final ChangeLog log = new ChangeLog(FIRST_REVISION);
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private Source source = Source.CLUSTER;
  private long revision = FIRST_REVISION;

  /**
   * The newest revision.
   *
   * @return the resourceVersion of the last write
   */
  public long revision() {
    return revision;
  }

  /**
   * The newest revision of which the writes that followed are no longer all known.
   *
   * @return a watch from before it is "too old"
   */
  public long forgotten() {
    return log.forgotten();
  }

  /**
   * Forgets the writes up to a revision, as etcd's compaction does.
   *
   * @param upTo the last one to forget
   */
  public void compact(long upTo) {
    log.forget(Math.min(upTo, revision));
  }

  /**
   * One object.
   *
   * @param ref which
   * @return it, not to be changed
   */
  public Optional<ObjectNode> get(ObjectRef ref) {
    return Optional.ofNullable(of(ref.group(), ref.kind()).get(key(ref.namespace(), ref.name())));
  }

  /**
   * The objects of a kind, by namespace and name.
   *
   * @param group the API group
   * @param kind the kind
   * @param namespace only of this one; "" for all
   * @return them, not to be changed
   */
  public List<ObjectNode> list(String group, String kind, String namespace) {
    return in(of(group, kind), namespace);
  }

  /**
   * The objects of a kind as they were, by namespace and name.
   *
   * @param group the API group
   * @param kind the kind
   * @param namespace only of this one; "" for all
   * @param at the revision, not before {@link #forgotten}
   * @return them, not to be changed
   */
  public List<ObjectNode> listAt(String group, String kind, String namespace, long at) {
    if (at >= revision) {
      return list(group, kind, namespace);
    }
    NavigableMap<String, ObjectNode> then = new TreeMap<>(of(group, kind));
    List<Change> since = log.after(at);
    for (int i = since.size() - 1; i >= 0; i--) {
      Change change = since.get(i);
      if (change.ref().group().equals(group) && change.ref().kind().equals(kind)) {
        String key = key(change.ref().namespace(), change.ref().name());
        if (change.before() == null) {
          then.remove(key);
        } else {
          then.put(key, change.before());
        }
      }
    }
    return in(then, namespace);
  }

  /**
   * All that is in a namespace.
   *
   * @param namespace its name
   * @return the objects, not to be changed
   */
  public List<ObjectNode> inNamespace(String namespace) {
    List<ObjectNode> found = new ArrayList<>();
    for (NavigableMap<String, ObjectNode> kind : objects.values()) {
      found.addAll(kind.subMap(namespace + "/", namespace + "0").values());
    }
    return found;
  }

  /**
   * The objects that name an owner.
   *
   * @param uid the owner's uid
   * @return them by kind and name, not to be changed
   */
  public List<ObjectNode> dependents(String uid) {
    return present(owners.dependents(uid));
  }

  /**
   * The objects of a kind that no owner controls.
   *
   * @param group the API group
   * @param kind the kind
   * @param namespace their namespace
   * @return them by name, not to be changed
   */
  public List<ObjectNode> uncontrolled(String group, String kind, String namespace) {
    return present(owners.uncontrolled(group, kind, namespace));
  }

  /**
   * The objects of a kind whose workloadRef names a workload.
   *
   * @param group the API group
   * @param kind the kind
   * @param namespace their namespace
   * @param workload its name
   * @return them by name, not to be changed
   */
  public List<ObjectNode> targeting(String group, String kind, String namespace, String workload) {
    return present(targets.targeting(group, kind, namespace, workload));
  }

  /**
   * The writes after a revision, oldest first.
   *
   * @param after the revision
   * @return them; only the kept ones
   */
  public List<Change> changesAfter(long after) {
    return log.after(after);
  }

  /**
   * Stores an object under the next revision, and tells the listeners.
   *
   * @param object taken over; gets its resourceVersion
   * @return the write
   */
  public Change put(ObjectNode object) {
    ObjectRef ref = ObjectRef.of(object);
    revision++;
    object.withObject("/metadata").put("resourceVersion", Long.toString(revision));
    ObjectNode before = of(ref.group(), ref.kind()).put(key(ref.namespace(), ref.name()), object);
    index(ref, before, object);
    return record(
        new Change(
            revision,
            before == null ? Change.Type.ADDED : Change.Type.MODIFIED,
            ref,
            before,
            object,
            source));
  }

  /**
   * Takes an object away, under the next revision, and tells the listeners.
   *
   * @param ref which
   * @return the write; empty when there was no such object
   */
  public Optional<Change> remove(ObjectRef ref) {
    ObjectNode before = of(ref.group(), ref.kind()).remove(key(ref.namespace(), ref.name()));
    if (before == null) {
      return Optional.empty();
    }
    index(ref, before, null);
    revision++;
    ObjectNode last = before.deepCopy();
    last.withObject("/metadata").put("resourceVersion", Long.toString(revision));
    return Optional.of(
        record(new Change(revision, Change.Type.DELETED, ref, before, last, source)));
  }

  /**
   * Does something in the name of its author, which its writes carry.
   *
   * @param author who writes
   * @param action what writes
   * @param <T> the action's result
   * @return the action's result
   */
  public <T> T as(Source author, Supplier<T> action) {
    Source before = source;
    source = author;
    try {
      return action.get();
    } finally {
      source = before;
    }
  }

  /**
   * Hears of each write from now on, in order, on the writer's thread.
   *
   * @param listener must not block or write
   */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /**
   * Ends what {@link #listen} began.
   *
   * @param listener the same
   */
  public void unlisten(Consumer<Change> listener) {
    listeners.remove(listener);
  }

  /**
   * What is stored now.
   *
   * @return a copy, for {@link #restore}; the objects are shared
   */
  public Snapshot snapshot() {
    return new Snapshot(copy(objects), revision);
  }

  /**
   * Stores what was stored then, and nothing else. Nobody is told, and nothing is known of how it
   * came about.
   *
   * @param then of this or another store
   */
  public void restore(Snapshot then) {
    for (ObjectNode object : all()) {
      index(ObjectRef.of(object), object, null);
    }
    objects.clear();
    objects.putAll(copy(then.objects));
    for (ObjectNode object : all()) {
      index(ObjectRef.of(object), null, object);
    }
    revision = then.revision;
    log.restart(revision);
  }

  private List<ObjectNode> all() {
    return objects.values().stream().flatMap(kind -> kind.values().stream()).toList();
  }

  private static Map<KindKey, NavigableMap<String, ObjectNode>> copy(
      Map<KindKey, NavigableMap<String, ObjectNode>> objects) {
    Map<KindKey, NavigableMap<String, ObjectNode>> copy = new HashMap<>();
    objects.forEach((kind, those) -> copy.put(kind, new TreeMap<>(those)));
    return copy;
  }

  private void index(ObjectRef ref, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    owners.replace(ref, before, after);
    targets.replace(ref, before, after);
  }

  private Change record(Change change) {
    log.add(change);
    listeners.forEach(each -> each.accept(change));
    return change;
  }

  private List<ObjectNode> present(List<ObjectRef> refs) {
    return refs.stream().map(this::get).flatMap(Optional::stream).toList();
  }

  private NavigableMap<String, ObjectNode> of(String group, String kind) {
    return objects.computeIfAbsent(new KindKey(group, kind), any -> new TreeMap<>());
  }

  private static List<ObjectNode> in(NavigableMap<String, ObjectNode> all, String namespace) {
    return new ArrayList<>(
        namespace.isEmpty() ? all.values() : all.subMap(namespace + "/", namespace + "0").values());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
