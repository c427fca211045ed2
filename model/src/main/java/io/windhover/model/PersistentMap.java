package io.windhover.model;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An immutable sorted map. A change returns a new map that shares all but O(log n) nodes with the old one, so a snapshot
 * of everything costs nothing and a change does not grow with the number of entries.
 *
 * @see <a href="https://doi.org/10.1017/S0956796800000885">Adams 1993, balanced trees of bounded weight</a>
 */
public final class PersistentMap<K extends Comparable<K>, V> implements Iterable<Map.Entry<K, V>> {
    private static final int DELTA = 3;
    private static final int RATIO = 2;
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

    private record Node<K, V>(K key, V value, Node<K, V> left, Node<K, V> right, int size) {}

    private final Node<K, V> root;

    private PersistentMap(Node<K, V> root) {
        this.root = root;
    }

    /** Returns the map without entries. */
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    /** Returns the number of entries. */
    public int size() {
        return size(root);
    }

    /** Tells whether there are no entries. */
    public boolean isEmpty() {
        return root == null;
    }

    /** Finds the value of a key. */
    public Optional<V> find(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return Optional.of(node.value);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    /** Returns the greatest key. */
    public Optional<K> lastKey() {
        if (root == null) {
            return Optional.empty();
        }
        Node<K, V> node = root;
        while (node.right != null) {
            node = node.right;
        }
        return Optional.of(node.key);
    }

    /** Tells whether there is an entry for a key. */
    public boolean contains(K key) {
        return find(key).isPresent();
    }

    /** Returns this map with one entry set. */
    public PersistentMap<K, V> with(K key, V value) {
        Invariant.check(value != null, "a null value for {}", key);
        return new PersistentMap<>(insert(root, key, value));
    }

    /** Returns this map without one entry; the same map if there was none. */
    public PersistentMap<K, V> without(K key) {
        return contains(key) ? new PersistentMap<>(remove(root, key)) : this;
    }

    /** Returns the entries in ascending order of their keys. */
    public Stream<Map.Entry<K, V>> entries() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Returns the values in ascending order of their keys. */
    public Stream<V> values() {
        return entries().map(Map.Entry::getValue);
    }

    /** Returns the keys in ascending order. */
    public Stream<K> keys() {
        return entries().map(Map.Entry::getKey);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new InOrder<>(root);
    }

    /** Iterates over the entries whose keys are not smaller than {@code first}, in ascending order. */
    public Iterator<Map.Entry<K, V>> from(K first) {
        InOrder<K, V> entries = new InOrder<>(null);
        Node<K, V> node = root;
        while (node != null) {
            boolean belongs = node.key.compareTo(first) >= 0;
            if (belongs) {
                entries.path.push(node);
            }
            node = belongs ? node.left : node.right;
        }
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PersistentMap<?, ?> map
                && size() == map.size()
                && entries().toList().equals(map.entries().toList());
    }

    @Override
    public int hashCode() {
        return entries().toList().hashCode();
    }

    @Override
    public String toString() {
        return entries().toList().toString();
    }

    private static int size(Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K, V> Node<K, V> node(K key, V value, Node<K, V> left, Node<K, V> right) {
        return new Node<>(key, value, left, right, size(left) + size(right) + 1);
    }

    private static <K extends Comparable<K>, V> Node<K, V> insert(Node<K, V> node, K key, V value) {
        if (node == null) {
            return node(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return node(key, value, node.left, node.right);
        }
        return order < 0
                ? balance(node.key, node.value, insert(node.left, key, value), node.right)
                : balance(node.key, node.value, node.left, insert(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> Node<K, V> remove(Node<K, V> node, K key) {
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balance(node.key, node.value, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balance(node.key, node.value, node.left, remove(node.right, key));
        }
        if (node.left == null) {
            return node.right;
        }
        if (node.right == null) {
            return node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balance(next.key, next.value, node.left, remove(node.right, next.key));
    }

    private static <K, V> Node<K, V> balance(K key, V value, Node<K, V> left, Node<K, V> right) {
        int leftSize = size(left);
        int rightSize = size(right);
        if (leftSize + rightSize < 2) {
            return node(key, value, left, right);
        }
        if (rightSize > DELTA * leftSize) {
            return rotateLeft(key, value, left, right);
        }
        if (leftSize > DELTA * rightSize) {
            return rotateRight(key, value, left, right);
        }
        return node(key, value, left, right);
    }

    private static <K, V> Node<K, V> rotateLeft(K key, V value, Node<K, V> left, Node<K, V> right) {
        if (size(right.left) < RATIO * size(right.right)) {
            return node(right.key, right.value, node(key, value, left, right.left), right.right);
        }
        Node<K, V> middle = right.left;
        return node(
                middle.key,
                middle.value,
                node(key, value, left, middle.left),
                node(right.key, right.value, middle.right, right.right));
    }

    private static <K, V> Node<K, V> rotateRight(K key, V value, Node<K, V> left, Node<K, V> right) {
        if (size(left.right) < RATIO * size(left.left)) {
            return node(left.key, left.value, left.left, node(key, value, left.right, right));
        }
        Node<K, V> middle = left.right;
        return node(
                middle.key,
                middle.value,
                node(left.key, left.value, left.left, middle.left),
                node(key, value, middle.right, right));
    }

    private static final class InOrder<K, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();

        InOrder(Node<K, V> root) {
            descend(root);
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = path.pop();
            descend(node.right);
            return new SimpleImmutableEntry<>(node.key, node.value);
        }

        private void descend(Node<K, V> from) {
            for (Node<K, V> node = from; node != null; node = node.left) {
                path.push(node);
            }
        }
    }
}
