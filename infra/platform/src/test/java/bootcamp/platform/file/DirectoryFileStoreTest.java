package bootcamp.platform.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileStoreTest extends FileStoreTest {

    @TempDir Path temporary;

    private Path directory() {
        return temporary.resolve("files").resolve("of-a-service");
    }

    @Override
    FileStore store() {
        return new DirectoryFileStore(directory());
    }

    @Test
    void nobodyElseReadsTheDirectory() throws IOException {
        store();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
    }

    /** As a process that is killed leaves it. */
    @Test
    void aDraftIsNoFileAndIsFoundAndRemoved() throws IOException {
        FileStore store = store();
        Files.writeString(directory().resolve("half.draft"), "half of it");

        assertThat(store.begunBefore(Instant.now().plusSeconds(60)).collectList().block(PATIENCE))
                .containsExactly("half");
        store.remove("half").block(PATIENCE);

        assertThat(directory()).isEmptyDirectory();
    }
}
