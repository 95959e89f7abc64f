package bootcamp.platform.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes files that no document names. One that was begun a short while ago, a day where nothing
 * else is said, may still be named; after that nobody will.
 */
public final class FileSweep {

    static final Duration UNNAMED_MAX = Duration.ofHours(24);
    private static final int PART = 100;

    private final FileStore files;
    private final Function<List<String>, Mono<Set<String>>> named;
    private final Duration unnamedMax;
    private final InstantSource clock;

    /**
     * @param named of these ids, at most {@value #PART}, those that a document names
     */
    public FileSweep(
            FileStore files, Function<List<String>, Mono<Set<String>>> named, InstantSource clock) {
        this(files, named, UNNAMED_MAX, clock);
    }

    /**
     * @param named as above
     * @param unnamedMax for how long after it was begun a file may still be named
     */
    public FileSweep(
            FileStore files,
            Function<List<String>, Mono<Set<String>>> named,
            Duration unnamedMax,
            InstantSource clock) {
        this.files = files;
        this.named = named;
        this.unnamedMax = unnamedMax;
        this.clock = clock;
    }

    /** How many were removed. */
    public Mono<Long> sweep() {
        return Flux.defer(() -> files.begunBefore(clock.instant().minus(unnamedMax)))
                .buffer(PART)
                .concatMap(this::unnamed)
                .concatMap(id -> files.remove(id).thenReturn(id))
                .count();
    }

    private Flux<String> unnamed(List<String> ids) {
        return named.apply(ids)
                .flatMapIterable(
                        kept -> ids.stream().filter(each -> !kept.contains(each)).toList());
    }
}
