package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;
import static io.windhover.index.block.LittleEndian.LONG;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.Block;
import io.windhover.index.block.SectionBuilder;
import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The serialised form of a scalar index, in place. Sections: 0 head (u32 index type, value kind, 1 if arrays, rows),
 * 1 words of the non-null rows (empty = all), 2 dictionary, 3 postings.
 *
 * @param block      the bytes
 * @param type       the index type
 * @param isArray    whether rows are arrays
 * @param rowCount   rows, null rows included
 * @param dictionary the distinct values
 * @param postings   their rows
 */
record IndexBlock(
        Block block, ScalarIndexType type, boolean isArray, int rowCount, Dictionary dictionary, Postings postings) {
    private static final int KIND = Block.kindOf("SCAL");
    private static final int VERSION = 1;
    private static final int WHOLE = 0;
    private static final int REAL = 1;
    private static final int TEXT = 2;

    static IndexBlock write(
            ScalarIndexType type, Inversion inversion, boolean isArray, int rowCount, Optional<Bits> valid) {
        int valueKind = inversion.isText() ? TEXT : inversion.isReal() ? REAL : WHOLE;
        SectionBuilder head = new SectionBuilder(16);
        head.putInt(codeOf(type)).putInt(valueKind).putInt(isArray ? 1 : 0).putInt(rowCount);
        SectionBuilder words = new SectionBuilder(8L * Bits.wordCount(rowCount));
        valid.filter(rows -> !rows.isAll()).ifPresent(rows -> {
            for (long word : rows.words()) {
                words.putLong(word);
            }
        });
        MemorySegment postings = switch (type) {
            case BITMAP -> BitmapPostings.write(inversion, rowCount);
            case INVERTED, TRIE -> PackedPostings.write(inversion);
            case STL_SORT -> SortedPostings.write(inversion);
            case AUTOINDEX -> throw Invariant.unreachable("an unresolved index type");
        };
        MemorySegment dictionary = inversion.writeDictionary(type == ScalarIndexType.TRIE);
        return of(new Block(KIND, VERSION, List.of(head.toSegment(), words.toSegment(), dictionary, postings)));
    }

    static IndexBlock open(MemorySegment bytes) {
        return of(Block.open(bytes, KIND, VERSION));
    }

    private static IndexBlock of(Block block) {
        Block.check(
                block.sections().size() == 4,
                "scalar index of %d sections",
                block.sections().size());
        MemorySegment head = block.sections().get(0);
        Block.check(head.byteSize() == 16, "scalar index with a head of %d bytes", head.byteSize());
        ScalarIndexType type = typeOf(head.get(INT, 0));
        int valueKind = head.get(INT, 4);
        Block.check(valueKind >= WHOLE && valueKind <= TEXT, "scalar index with value kind %d", valueKind);
        MemorySegment values = block.sections().get(2);
        Dictionary dictionary = valueKind == TEXT
                ? type == ScalarIndexType.TRIE ? new FrontCodedDictionary(values) : new TextDictionary(values)
                : new NumberDictionary(values, valueKind == REAL);
        return new IndexBlock(block, type, head.get(INT, 8) == 1, head.get(INT, 12), dictionary, postings(type, block));
    }

    private static Postings postings(ScalarIndexType type, Block block) {
        MemorySegment section = block.sections().get(3);
        return switch (type) {
            case BITMAP -> new BitmapPostings(section);
            case INVERTED, TRIE -> new PackedPostings(section);
            case STL_SORT -> new SortedPostings(section);
            case AUTOINDEX -> throw Invariant.unreachable("an unresolved index type");
        };
    }

    private static int codeOf(ScalarIndexType type) {
        return switch (type) {
            case BITMAP -> 1;
            case INVERTED -> 2;
            case STL_SORT -> 3;
            case TRIE -> 4;
            case AUTOINDEX -> throw Invariant.unreachable("an unresolved index type");
        };
    }

    private static ScalarIndexType typeOf(int code) {
        Block.check(code >= 1 && code <= 4, "scalar index of type %d", code);
        return switch (code) {
            case 1 -> ScalarIndexType.BITMAP;
            case 2 -> ScalarIndexType.INVERTED;
            case 3 -> ScalarIndexType.STL_SORT;
            default -> ScalarIndexType.TRIE;
        };
    }

    /** Returns the non-null rows, in a new set. */
    Bits isNotNull() {
        MemorySegment section = block.sections().get(1);
        if (section.byteSize() == 0) {
            return Bits.all(rowCount);
        }
        long[] words = new long[Bits.wordCount(rowCount)];
        for (int i = 0; i < words.length; i++) {
            words[i] = section.get(LONG, 8L * i);
        }
        return Bits.wrap(rowCount, words);
    }

    /** Adds the rows that have {@code key}. */
    void addRowsOf(ScalarKey key, Bits rows) {
        if (!key.isNaN()) {
            int from = dictionary.countBelow(key, false);
            postings.addTo(from, dictionary.countBelow(key, true), rows);
        }
    }
}
