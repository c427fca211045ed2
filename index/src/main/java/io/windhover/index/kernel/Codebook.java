package io.windhover.index.kernel;

import io.windhover.model.Invariant;

/**
 * The 32 points that a code of 5 bits stands for, in the space of 5, 3 or 2 neighbouring dimensions: 1, 1.67 or 2.5 bits
 * a dimension. They are placed for normally distributed coordinates of variance one, which those of any vector nearly are
 * after a random rotation: the corners of a cube for 5 dimensions, else where Lloyd's algorithm puts them. Files depend
 * on them, so they never change.
 */
public enum Codebook {
    /** 2.5 bits a dimension; mean squared error 0.057 of the variance. */
    TWO(new float[][] {
        {
            -2.2245f, -2.2207f, -1.5408f, -1.5273f, -1.5064f, -1.2260f, -1.1538f, -0.8188f, -0.6026f, -0.5976f,
            -0.5472f, -0.5260f, -0.4355f, -0.3870f, -0.1239f, 0.0430f, 0.0898f, 0.1890f, 0.2441f, 0.2708f, 0.5332f,
            0.7082f, 0.7498f, 0.8491f, 0.8817f, 0.9385f, 1.2716f, 1.3138f, 1.4970f, 1.7996f, 2.2434f, 2.2474f
        },
        {
            -0.7032f, 0.6468f, -0.0132f, 1.5782f, -1.7022f, -0.7479f, 0.6773f, -0.0345f, -1.3177f, 1.2390f, 2.1911f,
            -0.6252f, 0.4735f, -2.2820f, -0.1427f, 0.8832f, -0.8179f, -1.5121f, 1.5325f, 0.2965f, -0.3656f, 2.3456f,
            0.8597f, -1.0657f, 0.1621f, -2.1199f, 1.4730f, -0.4311f, 0.4686f, -1.3105f, 1.0866f, -0.2226f
        }
    }),
    /** 1.67 bits a dimension; mean squared error 0.155 of the variance. */
    THREE(new float[][] {
        {
            -1.8354f, -1.7436f, -1.6054f, -1.4970f, -1.2389f, -0.7961f, -0.7398f, -0.6689f, -0.6683f, -0.6578f,
            -0.6445f, -0.5542f, -0.4315f, -0.2650f, -0.2117f, -0.0188f, 0.2032f, 0.2193f, 0.2445f, 0.3189f, 0.4026f,
            0.4314f, 0.6864f, 0.7855f, 0.8778f, 0.9617f, 0.9929f, 1.0104f, 1.3016f, 1.5387f, 1.8106f, 1.8113f
        },
        {
            -0.4794f, 1.0092f, -0.0067f, 0.5926f, -1.3104f, -0.7350f, -1.5974f, -0.0288f, -0.1895f, 0.8392f, 1.4264f,
            1.8336f, -1.0294f, 0.6517f, 0.2622f, -0.8210f, 0.5772f, -1.9497f, 0.6462f, -0.4485f, 1.8421f, -0.3160f,
            -1.5958f, -0.2224f, -0.0039f, 0.9560f, 1.1835f, -0.8838f, -1.1927f, 1.1171f, -0.0459f, -0.1882f
        },
        {
            0.2951f, -0.2430f, -1.3040f, 1.1674f, -0.5259f, 1.7183f, 0.6715f, -0.5519f, 0.5196f, 0.0775f, -1.1634f,
            0.7795f, -1.4750f, 1.6290f, -1.8591f, -0.0729f, 0.5100f, -0.5423f, -0.5447f, 0.8682f, -0.2069f, -0.8262f,
            1.0515f, 1.9383f, 0.0915f, -1.4780f, 1.1948f, -1.6893f, -0.1279f, -0.0632f, -0.7696f, 0.8356f
        }
    }),
    /** 1 bit a dimension, its sign; mean squared error 0.363 of the variance. */
    FIVE(corners());

    /** How many points there are. */
    public static final int CODES = 32;

    private static final float CORNER = 0.7979f;
    private static final float GRID_END = 3.2f;
    /** No point is farther from the origin. */
    private static final float LENGTH_MAX = 2.5f;

    /** {@code points[d][code]} is coordinate d of a point. */
    private final float[][] points;
    /** Cells to an edge of the grid. */
    private final int cells;
    /** The code of the point nearest to each cell's middle, the first dimension fastest; empty for corners. */
    private final byte[] grid;

    Codebook(float[][] points) {
        this.points = points;
        this.cells = points.length == 2 ? 128 : points.length == 3 ? 40 : 2;
        this.grid = points.length == 5 ? new byte[0] : drawGrid();
    }

    private static float[][] corners() {
        float[][] corners = new float[5][32];
        for (int code = 0; code < 32; code++) {
            for (int d = 0; d < 5; d++) {
                corners[d][code] = (code >> d & 1) == 0 ? -CORNER : CORNER;
            }
        }
        return corners;
    }

    /** Returns the codebook of so many dimensions. */
    public static Codebook of(int dims) {
        return switch (dims) {
            case 2 -> TWO;
            case 3 -> THREE;
            case 5 -> FIVE;
            default -> throw Invariant.unreachable("codes of {} dimensions", dims);
        };
    }

    /** Returns how many dimensions a code covers. */
    public int dims() {
        return points.length;
    }

    /**
     * How the codes of a vector are arranged: groups of dimensions, three to a line.
     *
     * @param lines of 64 bytes for 32 vectors
     * @param codedDim dimensions that they cover, at least those of the vector; those beyond are zeros
     */
    public record Shape(int lines, int codedDim) {
        /** Codes that fit into a short. */
        public static final int GROUPS_PER_LINE = 3;

        /** Returns how many codes a vector has. */
        public int groups() {
            return lines * GROUPS_PER_LINE;
        }
    }

    /** Returns the arrangement for vectors of {@code dim} elements. */
    public Shape shape(int dim) {
        int perLine = Shape.GROUPS_PER_LINE * dims();
        int lines = (dim + perLine - 1) / perLine;
        return new Shape(lines, lines * perLine);
    }

    private byte[] drawGrid() {
        int size = 1;
        for (int i = 0; i < dims(); i++) {
            size *= cells;
        }
        byte[] nearest = new byte[size];
        float[] middle = new float[dims()];
        for (int cell = 0; cell < size; cell++) {
            int rest = cell;
            for (int d = 0; d < middle.length; d++, rest /= cells) {
                middle[d] = (rest % cells + 0.5f) / cells * 2 * GRID_END - GRID_END;
            }
            nearest[cell] = (byte) nearest(middle);
        }
        return nearest;
    }

    private int nearest(float[] vector) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int code = 0; code < CODES; code++) {
            float distance = 0;
            for (int d = 0; d < vector.length; d++) {
                float difference = vector[d] - points[d][code];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = code;
            }
        }
        return best;
    }

    /** Returns how many cells the grid has to an edge: two for corners. */
    int cells() {
        return cells;
    }

    /** Returns how many cells a unit has. */
    float cellsPerUnit() {
        return cells / (2 * GRID_END);
    }

    /** Returns the code of the point nearest (to within a cell) to what lies in cells {@code [at ..]} of each dimension. */
    int code(int[] cell, int at) {
        return switch (points.length) {
            case 2 -> grid[cell[at] + cells * cell[at + 1]];
            case 3 -> grid[cell[at] + cells * (cell[at + 1] + cells * cell[at + 2])];
            default -> cell[at] | cell[at + 1] << 1 | cell[at + 2] << 2 | cell[at + 3] << 3 | cell[at + 4] << 4;
        };
    }

    /** Writes a point to the elements from {@code at} on. */
    void copyPoint(int code, float[] out, int at) {
        for (int d = 0; d < points.length; d++) {
            out[at + d] = points[d][code];
        }
    }

    /** Returns coordinate {@code d} of all points. */
    float[] coordinates(int d) {
        return points[d];
    }

    /** Returns an upper bound of the absolute inner products of all groups of {@code query} with all points. */
    float productBound(float[] query, int groups) {
        float largest = 0;
        for (int group = 0, at = 0; group < groups; group++, at += points.length) {
            float square = 0;
            for (int d = 0; d < points.length; d++) {
                square += query[at + d] * query[at + d];
            }
            largest = Math.max(largest, square);
        }
        return (float) Math.sqrt(largest) * LENGTH_MAX;
    }
}
