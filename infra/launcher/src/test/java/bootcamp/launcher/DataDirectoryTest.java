package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.launcher.client.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir Path parent;

    private Path path() {
        return parent.resolve("data");
    }

    @Test
    void secretsAreMadeOnceAndOnlyTheOwnerReadsThem() throws IOException {
        Secrets made;
        try (DataDirectory data = DataDirectory.open(path())) {
            made = data.secrets();
        }
        try (DataDirectory again = DataDirectory.open(path())) {
            assertThat(again.secrets()).isEqualTo(made);
        }
        assertThat(permissions(path().resolve("secrets.properties"))).isEqualTo("rw-------");
        assertThat(permissions(path())).isEqualTo("rwx------");
        assertThat(made.toString()).doesNotContain(made.hashing());
    }

    @Test
    void aDirectoryInUseIsRefusedAndFreeAgainAfterwards() {
        try (DataDirectory data = DataDirectory.open(path())) {
            assertRefused(() -> DataDirectory.open(path()), "is in use by another run");
            assertThat(data.database()).startsWithRaw(path());
        }
        DataDirectory.open(path()).close();
    }

    @Test
    void aDirectoryOfANewerVersionIsRefusedAndLeftAsItIs() throws IOException {
        DataDirectory.open(path()).close();
        Files.writeString(path().resolve("format"), "2\n");

        assertRefused(
                () -> DataDirectory.open(path()),
                "was written by a newer Bootcamp (format 2, this one knows 1)");
        assertThat(path().resolve("format")).hasContent("2");
    }

    @Test
    void aDirectoryOfSomethingElseIsRefusedAndLeftAsItIs() throws IOException {
        Files.createDirectories(path());
        Files.writeString(path().resolve("thesis.txt"), "years of work");

        assertRefused(() -> DataDirectory.open(path()), "holds no data of Bootcamp");
        assertThat(path().toFile().list()).containsExactly("thesis.txt");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
        Files.writeString(path(), "a file, not a directory");

        assertRefused(() -> DataDirectory.open(path()), "cannot be written");
        assertRefused(() -> DataDirectory.open(path().resolve("below")), "cannot be written");
    }

    @Test
    void aDiskWithoutRoomIsRefused() {
        assertRefused(() -> DataDirectory.open(path(), Long.MAX_VALUE), "MiB are free on the disk");
    }

    @Test
    void secretsThatLostAnEntryAreNotMadeAnew() throws IOException {
        DataDirectory.open(path()).close();
        Path secrets = path().resolve("secrets.properties");
        String without = Files.readString(secrets).replaceAll("(?m)^hashing.*$", "");
        Files.writeString(secrets, without);

        assertRefused(() -> DataDirectory.open(path()), "has lost hashing.secret");
        assertThat(secrets).hasContent(without);
    }

    /** Files came later than directories; a secret for them is made as long as there are none. */
    @Test
    void anOlderDirectoryGetsASecretForFilesOnce() throws IOException {
        DataDirectory.open(path()).close();
        Path secrets = path().resolve("secrets.properties");
        Files.writeString(secrets, Files.readString(secrets).replaceAll("(?m)^files.*\\R", ""));
        Secrets upgraded;
        try (DataDirectory data = DataDirectory.open(path())) {
            upgraded = data.secrets();
            Files.createDirectories(data.files());
        }
        try (DataDirectory again = DataDirectory.open(path())) {
            assertThat(again.secrets()).isEqualTo(upgraded);
        }
        String without = Files.readString(secrets).replaceAll("(?m)^files.*\\R", "");
        Files.writeString(secrets, without);

        assertRefused(() -> DataDirectory.open(path()), "has lost files.secret");
        assertThat(secrets).hasContent(without);
    }

    /** A demo has five seconds to end; whatever it had no time for, the next one does. */
    @Test
    void whatARemovalThatWasCutShortLeavesIsSweptAway() throws IOException {
        Path left = parent.resolve("bootcamp-demo-cut");
        int whole = Integer.MAX_VALUE;
        for (int steps = 0; steps <= whole; steps++) {
            DataDirectory.open(left).close();
            Files.createDirectories(left.resolve("broker"));
            Files.writeString(left.resolve("broker").resolve("log"), "records");
            List<Path> order = OwnerOnly.inOrderOfRemoval(left, DataDirectory.TELL_WHOSE_IT_IS);
            // Of the directory itself and the two by which it is known nothing was removed yet.
            whole = order.size() - 3;
            for (Path each : order.subList(0, steps)) {
                Files.delete(each);
            }

            DataDirectory.temporary(parent).close();

            assertThat(left).as("after %d steps", steps).doesNotExist();
        }
    }

    @Test
    void theStandardPlaceIsTheUsersDataDirectory() {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", "/somewhere")))
                .endsWithRaw(Path.of("bootcamp"));
        assertThat(DataDirectory.standard(Map.of()))
                .startsWithRaw(Path.of(System.getProperty("user.home")));
    }

    private static void assertRefused(ThrowingCallable open, String sentence) {
        assertThatThrownBy(open)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain("\n", "Exception");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
