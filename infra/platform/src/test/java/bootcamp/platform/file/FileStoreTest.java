package bootcamp.platform.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** What every store of files keeps to. */
abstract class FileStoreTest {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    abstract FileStore store();

    // ---- what tests say

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** As they come from a network: in pieces of any length. */
    static Flux<ByteBuffer> flowing(byte[] bytes) {
        return Flux.generate(
                () -> 0,
                (from, sink) -> {
                    int until = Math.min(bytes.length, from + 1 + from % 5_000);
                    if (from >= bytes.length) {
                        sink.complete();
                    } else {
                        sink.next(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, until)));
                    }
                    return until;
                });
    }

    static byte[] joined(Flux<ByteBuffer> bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer each : bytes.collectList().blockOptional(PATIENCE).orElseThrow()) {
            byte[] part = new byte[each.remaining()];
            each.get(part);
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private List<String> begun() {
        return store().begunBefore(Instant.now().plusSeconds(60))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private void write(String id, byte[] bytes) {
        store().write(id, flowing(bytes)).block(PATIENCE);
    }

    // ---- tests

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 300_000, 1_000_001})
    void whatWasWrittenIsRead(int length) {
        write("whole-" + length, bytes(length));

        assertThat(joined(store().read("whole-" + length))).isEqualTo(bytes(length));
        assertThat(begun()).contains("whole-" + length);
    }

    @Test
    void anIdIsWrittenOnce() {
        write("once", bytes(10));

        assertThatThrownBy(() -> write("once", bytes(20)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(joined(store().read("once"))).isEqualTo(bytes(10));
    }

    @Test
    void whatIsCutShortLeavesNothing() {
        Flux<ByteBuffer> cut =
                flowing(bytes(400_000)).concatWith(Flux.error(new IllegalArgumentException("cut")));

        assertThatThrownBy(() -> store().write("cut", cut).block(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);

        assertMissing("cut");
        assertThat(begun()).doesNotContain("cut");
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNoFile() {
        store().write("left", flowing(bytes(200_000)).concatWith(Flux.never()))
                .timeout(Duration.ofMillis(300))
                .onErrorComplete()
                .block(PATIENCE);

        assertMissing("left");
    }

    @Test
    void whatWasRemovedIsGoneAndOnceMoreIsQuiet() {
        write("gone", bytes(300_000));

        store().remove("gone").block(PATIENCE);
        store().remove("gone").block(PATIENCE);

        assertMissing("gone");
        assertThat(begun()).doesNotContain("gone");
    }

    @Test
    void onlyWhatIsOldEnoughIsTold() {
        write("young", bytes(1));

        assertThat(
                        store().begunBefore(Instant.now().minusSeconds(3_600))
                                .collectList()
                                .block(PATIENCE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "a/b", "A", "a b", ".draft", "a\u0000"})
    void whatIsNoIdIsRefused(String id) {
        assertThatThrownBy(() -> store().read(id).blockLast(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().write(id, Flux.empty()).block(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().remove(id).block(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertMissing(String id) {
        assertThatThrownBy(() -> store().read(id).blockLast(PATIENCE))
                .isInstanceOf(FileMissing.class);
    }
}
