package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All that an embedded installation keeps, held by one process at a time.
 *
 * <pre>
 * format              the version of this layout, one number
 * lock                held while a process runs on the directory
 * secrets.properties  made at the first start, readable by its owner alone
 * broker/  database/  the files of Kafka and of the database
 * files/              what students sent, sealed; made with the first service that keeps some
 * logs/               what happened, as JSON lines
 * </pre>
 *
 * <p>The lock is the operating system's, so it is gone with the process, however that ends.
 */
final class DataDirectory implements AutoCloseable {

    private static final int FORMAT = 1;
    private static final String FILES = "files";
    private static final String TEMPORARY = "bootcamp-demo-";

    /** By these the next run sweeps away a directory whose removal was cut short. */
    static final Set<String> TELL_WHOSE_IT_IS = Set.of("lock", "format");

    private static final long FREE_BYTES_MIN = 256L << 20;

    private final Path path;
    private final FileChannel channel;
    private final Secrets secrets;
    private final boolean isTemporary;

    private DataDirectory(Path path, FileChannel channel, Secrets secrets, boolean isTemporary) {
        this.path = path;
        this.channel = channel;
        this.secrets = secrets;
        this.isTemporary = isTemporary;
    }

    /** Where a user's programs keep their data on this system. */
    static Path standard(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String named =
                environment.get(system.startsWith("windows") ? "LOCALAPPDATA" : "XDG_DATA_HOME");
        if (named != null && !named.isBlank()) {
            return Path.of(named, "bootcamp");
        }
        return system.startsWith("mac")
                ? home.resolve("Library/Application Support/bootcamp")
                : home.resolve(".local/share/bootcamp");
    }

    /**
     * Opens the directory, making it where it is not there yet.
     *
     * @throws CommandFailure if it is in use, of a newer version, something else altogether, cannot
     *     be written, or on a full disk
     */
    static DataDirectory open(Path path) {
        return open(path, FREE_BYTES_MIN);
    }

    /**
     * A fresh one that is removed when it is closed. What a killed run has left of an earlier one
     * is removed first.
     *
     * @throws CommandFailure as for {@link #open(Path)}
     */
    static DataDirectory temporary() {
        return temporary(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    static DataDirectory temporary(Path parent) {
        try {
            sweep(parent);
            DataDirectory opened = open(Files.createTempDirectory(parent, TEMPORARY));
            return new DataDirectory(opened.path, opened.channel, opened.secrets, true);
        } catch (IOException e) {
            throw unwritable(parent, e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, TEMPORARY + "*")) {
            for (Path each : left) {
                // Its format is written under the lock: without one, a run is just beginning.
                if (Files.isWritable(each.resolve("lock"))
                        && Files.exists(each.resolve("format"))) {
                    removeUnlessLocked(each);
                }
            }
        }
    }

    private static void removeUnlessLocked(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                OwnerOnly.remove(path, TELL_WHOSE_IT_IS);
            }
        }
    }

    static DataDirectory open(Path path, long freeBytesMin) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            return openOrMake(absolute, freeBytesMin);
        } catch (IOException e) {
            throw unwritable(absolute, e);
        }
    }

    private static DataDirectory openOrMake(Path path, long freeBytesMin) throws IOException {
        boolean isNew = isEmpty(path);
        if (!isNew && !Files.exists(path.resolve("format"))) {
            throw new CommandFailure(
                    "%s is not empty and holds no data of Bootcamp; choose another directory with --data."
                            .formatted(path));
        }
        OwnerOnly.createDirectories(path);
        checkSpace(path, freeBytesMin);
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(path, channel);
            checkFormat(path);
            return new DataDirectory(
                    path, channel, Secrets.readOrMake(path, path.resolve(FILES)), false);
        } catch (CommandFailure | IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A lock file alone is what a start leaves that was stopped at once. */
    private static boolean isEmpty(Path path) throws IOException {
        if (!Files.exists(path)) {
            return true;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(path, file -> !file.endsWith("lock"))) {
            return !files.iterator().hasNext();
        }
    }

    private static void checkSpace(Path path, long freeBytesMin) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < freeBytesMin) {
            throw full(path, free, freeBytesMin);
        }
    }

    private static CommandFailure full(Path path, long free, long freeBytesMin) {
        return new CommandFailure(
                "Only %d MiB are free on the disk of %s and Bootcamp needs %d; free some and start again."
                        .formatted(free >> 20, path, freeBytesMin >> 20));
    }

    /**
     * What is free on the disk of a directory that is there.
     *
     * @throws CommandFailure if that is too little
     */
    static long freeBytes(Path path) {
        try {
            checkSpace(path, FREE_BYTES_MIN);
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        if (!isLocked(channel)) {
            throw new CommandFailure(
                    "The data directory %s is in use by another run of Bootcamp; stop that one, or choose another with --data."
                            .formatted(path));
        }
    }

    /** Whether it is by now, by this run. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static void checkFormat(Path path) throws IOException {
        Path file = path.resolve("format");
        if (!Files.exists(file)) {
            OwnerOnly.write(file, FORMAT + "\n");
            return;
        }
        String format = Files.readString(file).strip();
        if (!format.equals(String.valueOf(FORMAT))) {
            throw new CommandFailure(
                    "The data directory %s was written by a newer Bootcamp (format %s, this one knows %d); start that version."
                            .formatted(path, printable(format), FORMAT));
        }
    }

    private static String printable(String format) {
        return format.matches("[0-9]{1,9}") ? format : "unknown";
    }

    private static CommandFailure unwritable(Path path, IOException cause) {
        String reason =
                cause instanceof FileSystemException file && file.getReason() != null
                        ? file.getReason()
                        : cause.getClass().getSimpleName();
        return new CommandFailure(
                "The data directory %s cannot be written: %s."
                        .formatted(path, reason.toLowerCase(Locale.ROOT)));
    }

    Secrets secrets() {
        return secrets;
    }

    Path broker() {
        return path.resolve("broker");
    }

    Path database() {
        return path.resolve("database");
    }

    /** What students sent; not there before a service keeps some. */
    Path files() {
        return path.resolve(FILES);
    }

    Path logs() {
        return path.resolve("logs");
    }

    @Override
    public void close() {
        try {
            if (isTemporary) {
                OwnerOnly.remove(path, TELL_WHOSE_IT_IS);
            }
            channel.close();
        } catch (IOException e) {
            // The lock is gone with the process, which is about to end.
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
