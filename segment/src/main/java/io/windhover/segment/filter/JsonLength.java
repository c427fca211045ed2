package io.windhover.segment.filter;

import io.windhover.model.expr.Operand;

/** The number of elements of JSON arrays; unknown where there is no array. */
final class JsonLength implements LongSource {
    private final JsonTerm.Path term;

    JsonLength(Operand.JsonPath path, ScanColumns columns) {
        this.term = new JsonTerm.Path(path, columns);
    }

    @Override
    public void read(Block block, long[] target) {
        term.prepare(block);
        for (int row = 0; row < block.count(); row++) {
            target[row] = 0;
            if (block.isOpen(row)) {
                int array = term.find(row);
                if (term.cursor().at(array) == '[') {
                    target[row] = count(array);
                } else {
                    block.setUnknown(row);
                }
            }
        }
    }

    private int count(int array) {
        int count = 0;
        int at = term.cursor().firstElement(array);
        while (at >= 0) {
            count++;
            at = term.cursor().nextElement(at);
        }
        return count;
    }
}
