package bootcamp.platform.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Files in a directory that its owner alone can read.
 *
 * <p>A file is written as {@code ID.draft}, synced, and then has its name; the directory is synced
 * before the write is over.
 */
public final class DirectoryFileStore implements FileStore {

    private static final String DRAFT = ".draft";
    private static final int BUFFER_BYTES = 64 << 10;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final Scheduler io = Schedulers.boundedElastic();

    /**
     * @param directory made where it is not there
     */
    public DirectoryFileStore(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory, ownerOnly());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    // ---- writing

    @Override
    public Mono<Void> write(String id, Flux<ByteBuffer> bytes) {
        Path file = file(id);
        Path draft = draft(id);
        return Mono.usingWhen(
                Mono.fromCallable(() -> begin(file, draft)).subscribeOn(io),
                channel ->
                        bytes.publishOn(io)
                                .doOnNext(buffer -> put(channel, buffer))
                                .then(off(() -> finish(channel, draft, file))),
                _ -> Mono.empty(),
                (channel, _) -> off(() -> giveUp(channel, draft)),
                channel -> off(() -> giveUp(channel, draft)));
    }

    private static FileChannel begin(Path file, Path draft) throws IOException {
        if (Files.exists(file)) {
            throw exists();
        }
        try {
            return FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException another) {
            throw exists();
        }
    }

    private static IllegalStateException exists() {
        return new IllegalStateException("a file of this id is there already");
    }

    private static void put(FileChannel channel, ByteBuffer buffer) {
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(FileChannel channel, Path draft, Path file) throws IOException {
        try (channel) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync();
    }

    private static void giveUp(FileChannel channel, Path draft) throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }

    /**
     * So that names survive a power cut; where a directory can't be opened, nothing can be done.
     */
    private void sync() throws IOException {
        if (POSIX) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    // ---- reading

    @Override
    public Flux<ByteBuffer> read(String id) {
        Path file = file(id);
        return Flux.using(
                        () -> FileChannel.open(file, StandardOpenOption.READ),
                        channel -> Flux.<ByteBuffer>generate(sink -> next(channel, sink)),
                        DirectoryFileStore::close)
                .subscribeOn(io)
                .onErrorMap(NoSuchFileException.class, _ -> new FileMissing(id));
    }

    private static void next(FileChannel channel, SynchronousSink<ByteBuffer> sink) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            if (channel.read(buffer) < 0) {
                sink.complete();
            } else {
                sink.next(buffer.flip());
            }
        } catch (IOException e) {
            sink.error(e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- removing

    @Override
    public Mono<Void> remove(String id) {
        Path file = file(id);
        Path draft = draft(id);
        return off(
                () -> {
                    Files.deleteIfExists(draft);
                    if (Files.deleteIfExists(file)) {
                        sync();
                    }
                });
    }

    @Override
    public Flux<String> begunBefore(Instant instant) {
        return Mono.fromCallable(() -> old(instant))
                .subscribeOn(io)
                .flatMapIterable(names -> names);
    }

    private List<String> old(Instant instant) throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path each : files) {
                String name = each.getFileName().toString();
                if (isOld(each, instant)) {
                    ids.add(
                            name.endsWith(DRAFT)
                                    ? name.substring(0, name.length() - DRAFT.length())
                                    : name);
                }
            }
        }
        return ids;
    }

    private static boolean isOld(Path file, Instant instant) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    private Path file(String id) {
        return directory.resolve(FileStore.sound(id));
    }

    private Path draft(String id) {
        return directory.resolve(FileStore.sound(id) + DRAFT);
    }

    /** Work with the disk. */
    private interface Work {
        void run() throws IOException;
    }

    private Mono<Void> off(Work work) {
        return Mono.<Void>fromRunnable(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .subscribeOn(io);
    }
}
