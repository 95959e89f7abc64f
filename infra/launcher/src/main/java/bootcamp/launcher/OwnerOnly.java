package bootcamp.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files and directories that nobody but their owner can read, from the moment they exist.
 *
 * <p>Where the file system has no such permissions, the user's own directory is what protects them.
 */
final class OwnerOnly {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    static void createDirectories(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, permissions("rwx------"));
        }
    }

    /** Writes the file whole or not at all: synced under another name, then moved into place. */
    static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel out =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        permissions("rw-------"))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Removes the directory with all that is in it; links are removed, not followed.
     *
     * @param last names of files in it that are there as long as anything else is
     */
    static void remove(Path directory, Set<String> last) throws IOException {
        for (Path each : inOrderOfRemoval(directory, last)) {
            Files.deleteIfExists(each);
        }
    }

    static List<Path> inOrderOfRemoval(Path directory, Set<String> last) throws IOException {
        Set<Path> kept =
                last.stream().map(directory::resolve).collect(Collectors.toUnmodifiableSet());
        try (Stream<Path> found = Files.walk(directory)) {
            return found.sorted(
                            Comparator.comparing((Path each) -> each.equals(directory))
                                    .thenComparing(kept::contains)
                                    .thenComparing(Comparator.reverseOrder()))
                    .toList();
        }
    }
}
