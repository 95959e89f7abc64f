package bootcamp.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What may rise, and what may not. */
class ResourcesTest {

    private static final long MIB = 1 << 20;

    @Test
    void whatIsAsItWasHasNotRisen() {
        assertThat(read(0, 100, 40, 30, 60 * MIB, 2 * MIB).risenSince(baseline())).isEmpty();
    }

    @Test
    void whatFellIsFine() {
        assertThat(read(0, 50, 20, 10, 30 * MIB, 0).risenSince(baseline())).isEmpty();
    }

    @Test
    void aFewMoreAreFine() {
        assertThat(read(16, 108, 48, 38, 63 * MIB, 3 * MIB).risenSince(baseline())).isEmpty();
    }

    @Test
    void oneMoreThanAFewIsToldOfEach() {
        assertThat(read(17, 109, 49, 39, 64 * MIB, 3 * MIB + 1).risenSince(baseline()))
                .containsExactly(
                        "descriptors 109, was 100",
                        "threads 49, was 40",
                        "pooled connections 39, was 30",
                        "heap bytes 67,108,864, was 62,914,560",
                        "direct bytes 3,145,729, was 2,097,152",
                        "bootcamp.gateway.dashboard.Viewer 17, was 0");
    }

    @Test
    void whatCannotBeReadIsAnErrorAndNotZero() {
        assertThatThrownBy(() -> Resources.of("Total 1 1", 1, 1, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Resources baseline() {
        return read(0, 100, 40, 30, 60 * MIB, 2 * MIB);
    }

    /** As JDK 25 prints it. */
    private static Resources read(
            long viewers, long descriptors, long threads, long pooled, long heap, long direct) {
        String histogram =
                """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         91234        9123456  [B (java.base@25.0.1)
                   2:             3            128  bootcamp.gateway.dashboard.Board
                   3:         %5d            128  bootcamp.gateway.dashboard.Viewer
                   4:         %5d            128  com.mongodb.internal.connection.InternalStreamConnection
                Total        123456     %d
                """
                        .formatted(viewers, pooled, heap);
        return Resources.of(histogram, descriptors, threads, direct);
    }
}
