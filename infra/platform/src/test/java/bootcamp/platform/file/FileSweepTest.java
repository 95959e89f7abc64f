package bootcamp.platform.file;

import static bootcamp.platform.file.FileStoreTest.PATIENCE;
import static bootcamp.platform.file.FileStoreTest.bytes;
import static bootcamp.platform.file.FileStoreTest.flowing;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class FileSweepTest {

    private static final int FILES = 230;

    @TempDir Path directory;

    /** At most a part at a time is asked about, and what is named stays. */
    @Test
    void whatNobodyNamesIsRemovedAfterADay() {
        FileStore store = new DirectoryFileStore(directory);
        Set<String> named =
                IntStream.range(0, FILES)
                        .filter(i -> i % 2 == 0)
                        .mapToObj(i -> "file-" + i)
                        .collect(Collectors.toSet());
        for (int i = 0; i < FILES; i++) {
            store.write("file-" + i, flowing(bytes(3))).block(PATIENCE);
        }
        Instant now = Instant.now();

        assertThat(sweep(store, named, now.plus(Duration.ofHours(23)))).isZero();
        assertThat(sweep(store, named, now.plus(Duration.ofHours(25)))).isEqualTo(FILES / 2);
        assertThat(sweep(store, named, now.plus(Duration.ofHours(25)))).isZero();

        assertThat(
                        store.begunBefore(now.plusSeconds(60))
                                .collect(Collectors.toSet())
                                .block(PATIENCE))
                .isEqualTo(named);
    }

    private static Long sweep(FileStore store, Set<String> named, Instant now) {
        return new FileSweep(
                        store,
                        ids -> {
                            assertThat(ids).hasSizeLessThanOrEqualTo(100);
                            return Mono.just(
                                    ids.stream()
                                            .filter(named::contains)
                                            .collect(Collectors.toSet()));
                        },
                        () -> now)
                .sweep()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }
}
