package io.windhover.storm.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.storm.endpoint.Batch;
import io.windhover.storm.endpoint.Wire;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: rows made once are the rows that are asked for, always. Method: against rows made anew. */
class StockTest {
    private static final int BASE_ROWS = 1_000;
    private static final int PARTITION_ROWS = 20;

    private final Rows rows = new Rows(7, 16, BASE_ROWS, (long) Stock.SETS * PARTITION_ROWS);
    private final List<Field> fields = rows.fields();
    private final Stock stock = new Stock(new Setting(rows, BASE_ROWS, PARTITION_ROWS, 100, 0, true), fields);

    private static long partition(int number) {
        return BASE_ROWS + (long) number * PARTITION_ROWS;
    }

    @Test
    void everyPartitionHasTheValuesOfItsIds() {
        stock.fill();
        for (int number = 0; number < 3 * Stock.SETS; number++) {
            Batch batch = stock.batch(partition(number), PARTITION_ROWS);
            assertThat(batch).isEqualTo(Wire.batch(fields, partition(number), PARTITION_ROWS));
        }
    }

    @Test
    void baseRowsAndPartsOfPartitionsAreMadeAnew() {
        assertThat(stock.batch(40, PARTITION_ROWS)).isEqualTo(Wire.batch(fields, 40, PARTITION_ROWS));
        assertThat(stock.batch(partition(1) + 3, 5)).isEqualTo(Wire.batch(fields, partition(1) + 3, 5));
    }

    @Test
    void aClientsNextPartitionHasOtherValues() {
        Batch first = stock.batch(partition(4), PARTITION_ROWS);
        for (int clients = 1; clients < Stock.SETS; clients++) {
            Batch next = stock.batch(partition(4 + clients), PARTITION_ROWS);
            assertThat(next.columns()).as("%d partitions later", clients).isNotEqualTo(first.columns());
        }
        assertThat(stock.batch(partition(4 + Stock.SETS), PARTITION_ROWS).columns())
                .isSameAs(first.columns());
    }
}
