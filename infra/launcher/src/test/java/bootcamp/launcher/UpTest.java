package bootcamp.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, refusing and stopping, with real processes on a real broker and database. */
class UpTest {

    @TempDir Path parent;
    private @Nullable Process process;

    @AfterEach
    void stopWhatIsLeft() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void itIsReadyRefusesASecondRunSurvivesAKillAndEndsCleanly() throws Exception {
        Path data = parent.resolve("data");

        Process first = start(data);
        assertThat(readyLine(first)).startsWith("Ready: http://127.0.0.1:");
        Run second = Run.of("up", "--data", data.toString(), "--port", "0");
        assertThat(second.err()).contains("is in use by another run of Bootcamp");
        assertThat(second.status()).isEqualTo(Bootcamp.FAILED);
        first.destroyForcibly().waitFor();

        Process again = start(data);
        assertThat(readyLine(again)).startsWith("Ready: http://127.0.0.1:");
        Ending.await(again, "The small platform");
        assertThat(again.exitValue()).isZero();
        assertThat(data.resolve("logs/bootcamp.log")).exists();
    }

    @Test
    void aTakenPortIsRefusedAndNothingIsLeftBehind() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path data = parent.resolve("data");
            String port = String.valueOf(taken.getLocalPort());

            Run run = Run.of("up", "--data", data.toString(), "--port", port);

            assertThat(run.err())
                    .contains("Port " + port + " of 127.0.0.1 cannot be opened")
                    .hasLineCount(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void listeningBeyondThisMachineWithoutTlsMustBeAskedFor() {
        Run run = Run.of("up", "--listen", "0.0.0.0", "--data", parent.resolve("data").toString());

        assertThat(run.err()).contains("passwords in the clear").contains("--insecure-http");
        assertThat(run.status()).isEqualTo(Bootcamp.FAILED);
    }

    @Test
    void theDoctorNamesWhatFailsAndIsContentWithAnEmptyPlace() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "years of work");
        String port = String.valueOf(Door.open(InetAddress.getLoopbackAddress(), 0, false).port());

        Run ill = Run.of("doctor", "--data", parent.toString(), "--port", port);
        Run well = Run.of("doctor", "--data", parent.resolve("none").toString(), "--port", port);

        assertThat(ill.out()).containsPattern("FAIL +data .*holds no data of Bootcamp");
        assertThat(ill.status()).isEqualTo(Bootcamp.FAILED);
        assertThat(well.out()).containsPattern("ok +JDK +25").contains("All is well.");
        assertThat(well.status()).isZero();
    }

    private Process start(Path data) throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallPlatform.class.getName(),
                                data.toString())
                        .redirectError(Files.createTempFile(parent, "err", "").toFile())
                        .start();
        return process;
    }

    private static @Nullable String readyLine(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        return lines.readLine();
    }
}
