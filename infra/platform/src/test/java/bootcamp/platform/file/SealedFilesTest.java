package bootcamp.platform.file;

import static bootcamp.platform.file.FileStoreTest.PATIENCE;
import static bootcamp.platform.file.FileStoreTest.bytes;
import static bootcamp.platform.file.FileStoreTest.flowing;
import static bootcamp.platform.file.FileStoreTest.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFilesTest {

    private static final String SECRET = "a secret of the tests";
    private static final int BLOCK = SealedFiles.BLOCK_BYTES;

    @TempDir Path directory;

    @SuppressWarnings("NullAway.Init")
    private SealedFiles files;

    @BeforeEach
    void open() {
        files = of(SECRET);
    }

    private SealedFiles of(String secrets) {
        return new SealedFiles(new DirectoryFileStore(directory), FileKeys.of(secrets));
    }

    private SealedFile written(String id, byte[] bytes) {
        return Objects.requireNonNull(files.write(id, flowing(bytes)).block(PATIENCE));
    }

    private void assertNotReadable(SealedFile file) {
        assertThatThrownBy(() -> files.read(file).blockLast(PATIENCE))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 1_000_001})
    void whatWasSealedIsOpened(int length) {
        SealedFile file = written("whole-" + length, bytes(length));

        assertThat(joined(files.read(file))).isEqualTo(bytes(length));
    }

    @Test
    void nothingOfItCanBeReadWhereItLies() throws IOException {
        byte[] canary = "canary-in-a-medical-certificate".getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[200_000];
        for (int i = 0; i + canary.length < text.length; i += canary.length) {
            System.arraycopy(canary, 0, text, i, canary.length);
        }

        SealedFile file = written("canary", text);
        String stored =
                new String(
                        Files.readAllBytes(directory.resolve("canary")),
                        StandardCharsets.ISO_8859_1);

        assertThat(stored).doesNotContain("canary").hasSizeGreaterThan(text.length);
        assertThat(file.toString()).doesNotContain(file.key());
        assertThat(joined(files.read(file))).isEqualTo(text);
    }

    @Test
    void theSameFileTwiceIsTwoKeysAndOtherBytes() throws IOException {
        SealedFile one = written("one", bytes(1_000));
        SealedFile other = written("other", bytes(1_000));

        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(Files.readAllBytes(directory.resolve("one")))
                .isNotEqualTo(Files.readAllBytes(directory.resolve("other")));
    }

    @Test
    void aFileInAnothersPlaceDoesNotOpen() throws IOException {
        SealedFile one = written("one", bytes(1_000));
        SealedFile other = written("other", bytes(1_000));

        assertNotReadable(new SealedFile("one", other.key()));
        Files.copy(
                directory.resolve("other"),
                directory.resolve("one"),
                StandardCopyOption.REPLACE_EXISTING);
        assertNotReadable(one);
    }

    /** Cut at a whole block, lengthened, blocks in another order, one bit turned. */
    @Test
    void aFileThatWasTamperedWithDoesNotOpen() throws IOException {
        SealedFile file = written("file", bytes(3 * BLOCK));
        Path stored = directory.resolve("file");
        byte[] sealed = Files.readAllBytes(stored);
        int block = BLOCK + 16;
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, block, block);
        System.arraycopy(sealed, block, swapped, 0, block);
        byte[] turned = sealed.clone();
        turned[block + 7] ^= 1;

        for (byte[] wrong :
                new byte[][] {
                    Arrays.copyOf(sealed, 2 * block),
                    Arrays.copyOf(sealed, sealed.length + 1),
                    Arrays.copyOf(sealed, 0),
                    swapped,
                    turned
                }) {
            Files.write(stored, wrong);
            assertNotReadable(file);
        }
        Files.write(stored, sealed);
        assertThat(joined(files.read(file))).isEqualTo(bytes(3 * BLOCK));
    }

    @Test
    void aSecretCanBeChangedWithoutLosingFiles() {
        SealedFile old = written("old", bytes(10));

        files = of("another secret that is new," + SECRET);
        assertThat(joined(files.read(old))).isEqualTo(bytes(10));
        SealedFile fresh = written("fresh", bytes(20));

        files = of(SECRET);
        assertNotReadable(fresh);
        assertThat(joined(files.read(old))).isEqualTo(bytes(10));
    }

    @Test
    void aSecretTooShortToBeOneIsRefused() {
        assertThatThrownBy(() -> FileKeys.of("short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileKeys.of(SECRET + ","))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
