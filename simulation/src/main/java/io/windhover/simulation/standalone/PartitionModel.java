package io.windhover.simulation.standalone;

/** One incarnation of a partition's name, as its owner knows it. */
final class PartitionModel {
    private final String name;
    private final Life life;

    PartitionModel(String name, Life life) {
        this.name = name;
        this.life = life;
    }

    String name() {
        return name;
    }

    Life life() {
        return life;
    }
}
