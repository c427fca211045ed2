package io.windhover.index.quantgraph;

import io.windhover.index.Tasks;
import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * Builds a graph over a whole column. First each row gets a list of near ones: random divisions into leaves of some
 * hundred rows, all of which are compared with each other. Neighbours are chosen from the lists, and links turned around
 * are offered to the other side. Then every row is searched for in that graph, which brings nearer rows and those on the
 * way, and neighbours are chosen again. At last rows that no walk could reach are linked. Every step reads what the
 * step before left, so the graph is the same however many tasks there are.
 */
final class GraphBuilder {
    private static final int TASK_ROWS = 64;
    private static final int PARTITIONS = 8;
    private static final int CANDIDATES_MIN = 32;
    /** So few rows are one leaf, in which all are compared, and every walk comes to all of them. */
    private static final int FEW_ROWS = LeafPairs.ROWS_MAX;

    private final GraphFile file;
    private final Projection projection;
    private final Tasks tasks;
    private final long seed;
    private final Arena scratch;
    private final Places places;
    private final Links links;
    private final Entries entries;

    private GraphBuilder(GraphFile file, VectorRows rows, Projection projection, BuildOptions options, Arena scratch) {
        this.file = file;
        this.projection = projection;
        this.tasks = options.tasks();
        this.seed = options.seed();
        this.scratch = scratch;
        this.places = Places.of(rows, projection, file.records(), tasks, scratch);
        this.links = Links.allocate(rows.rowCount(), file.layout().degree(), scratch);
        this.entries = Entries.draw(file, places, seed);
    }

    /** Writes a graph to its part of a file. */
    static void build(GraphFile file, VectorRows rows, Projection projection, BuildOptions options) {
        try (Arena scratch = Arena.ofShared()) {
            GraphBuilder builder = new GraphBuilder(file, rows, projection, options, scratch);
            builder.build(options.candidates());
        }
    }

    private void build(int candidates) {
        NearLists near = new NearLists(places.rowCount(), links.degree() + links.degree() / 2, scratch);
        partition(near);
        chooseNear(near);
        turnAround(near);
        encode();
        if (places.rowCount() > FEW_ROWS) {
            search(near, Math.max(CANDIDATES_MIN, candidates * 2 / 5));
            turnAround(near);
            Connection.connect(links, entries);
            encode();
        }
        entries.write();
        file.putHead(projection, entries.blocks());
    }

    private void partition(NearLists near) {
        int partitions = places.rowCount() <= FEW_ROWS ? 1 : PARTITIONS;
        for (int i = 0; i < partitions; i++) {
            Partition partition = Partition.draw(places, LeafPairs.ROWS_MAX, seed + i, tasks);
            List<Partition.Leaf> leaves = partition.leaves();
            tasks.run(leaves.size(), 1, () -> {
                LeafPairs pairs = new LeafPairs(places, near);
                return (from, to) -> {
                    for (Partition.Leaf leaf : leaves.subList(from, to)) {
                        pairs.join(partition.order(), leaf.from(), leaf.to());
                    }
                };
            });
        }
    }

    private NeighbourChoice newChoice() {
        return new NeighbourChoice(places, links.degree());
    }

    private void chooseNear(NearLists near) {
        tasks.run(places.rowCount(), TASK_ROWS, () -> {
            NeighbourChoice choice = newChoice();
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    choice.begin();
                    offer(near, row, choice);
                    choice.choose();
                    links.put(row, choice, choice.diverseCount());
                }
            };
        });
    }

    private static void offer(NearLists near, int row, NeighbourChoice choice) {
        int count = near.count(row);
        for (int i = 0; i < count; i++) {
            choice.add(near.other(row, i), near.distance(row, i));
        }
    }

    /** Chooses each row's neighbours anew, among those it has, those that chose it, and those near it. */
    private void turnAround(NearLists near) {
        try (Arena arena = Arena.ofShared()) {
            ReverseLinks reverse = ReverseLinks.of(links, arena);
            tasks.run(places.rowCount(), TASK_ROWS, () -> {
                NeighbourChoice choice = newChoice();
                return (from, to) -> {
                    for (int row = from; row < to; row++) {
                        choice.begin();
                        offer(near, row, choice);
                        offer(reverse, row, choice);
                        choice.choose();
                        choice.fill();
                        links.put(row, choice, choice.count());
                    }
                };
            });
        }
    }

    private void offer(ReverseLinks reverse, int row, NeighbourChoice choice) {
        for (int i = links.count(row) - 1; i >= 0; i--) {
            int other = links.at(row, i);
            choice.add(other, places.distance(row, other));
        }
        for (int i = reverse.count(row) - 1; i >= 0; i--) {
            int other = reverse.at(row, i);
            choice.addSuitor(other, places.distance(row, other));
        }
    }

    /** Searches for each row in the graph as it is in the records, and chooses among all that a walk was at. */
    private void search(NearLists near, int candidates) {
        entries.write();
        Records records = file.records(entries.blocks());
        tasks.run(places.rowCount(), TASK_ROWS, () -> {
            NeighbourChoice choice = newChoice();
            Walk walk = new Walk(records, places.rowCount());
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    places.copy(row, walk.query().place());
                    walk.query().prepare();
                    walk.search(candidates);
                    choice.begin();
                    offer(walk.done(), row, near, choice);
                    offer(near, row, choice);
                    choice.choose();
                    links.put(row, choice, choice.diverseCount());
                }
            };
        });
    }

    private void offer(DoneList done, int row, NearLists near, NeighbourChoice choice) {
        for (int i = 0; i < done.count(); i++) {
            int other = done.row(i);
            if (other != row) {
                float distance = places.distance(row, other);
                choice.add(other, distance);
                near.offer(row, other, distance);
            }
        }
    }

    private void encode() {
        Records records = file.records();
        tasks.run(places.rowCount(), TASK_ROWS, () -> {
            BlockCoder coder =
                    new BlockCoder(file.layout().codebook(), file.layout().dim());
            float[] own = new float[coder.length()];
            float[] other = new float[coder.length()];
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    places.copy(row, own);
                    encode(row, own, other, coder, records);
                }
            };
        });
    }

    private void encode(int row, float[] own, float[] other, BlockCoder coder, Records records) {
        long block = records.neighbours(records.of(row));
        for (int i = 0; i < links.degree(); i++) {
            int slot = i % Records.BLOCK_ROWS;
            int neighbour = links.at(row, i);
            if (neighbour < 0) {
                coder.putNone(block, slot);
            } else {
                places.copy(neighbour, other);
                coder.put(block, slot, neighbour, own, other);
            }
            block += slot == Records.BLOCK_ROWS - 1 ? file.layout().blockBytes() : 0;
        }
    }
}
