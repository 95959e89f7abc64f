package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.competition.scoring.Draw;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.SharedRows;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.SolutionLook;
import bootcamp.competition.scoring.Verdict;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.source.IdSource;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The files of competitions: labels, which staff alone read, and data for the students. The id of a
 * file is that of its competition and random bits, so that it is told of each file which document
 * would name it. A file is written first and named then; what is replaced is removed after that.
 */
public final class ContestFiles {

    /** Of labels and of submissions. */
    public static final Limits LIMITS = new Limits(DataFile.BYTES_MAX, 1 << 20);

    private static final Pattern TABLE = Pattern.compile("(?i:\\.csv)(\\.gz)?$");
    private static final int LOOKS_KEPT = 16;

    private final Map<String, Mono<ContestLook>> looks =
            new LinkedHashMap<>(LOOKS_KEPT, 0.75f, true) {
                @java.io.Serial private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Mono<ContestLook>> eldest) {
                    return size() > LOOKS_KEPT;
                }
            };
    private final FileStore files;
    private final CompetitionDesk desk;
    private final Scheduler threads;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param threads where labels are read
     */
    public ContestFiles(
            FileStore files,
            CompetitionDesk desk,
            Scheduler threads,
            IdSource ids,
            InstantSource clock) {
        this.files = files;
        this.desk = desk;
        this.threads = threads;
        this.ids = ids;
        this.clock = clock;
    }

    /** That a file is larger than any may be. */
    public static ProblemException tooLarge() {
        return ProblemException.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "UPLOAD_TOO_LARGE",
                Map.of("maxBytes", DataFile.BYTES_MAX));
    }

    // ---- labels

    /**
     * Takes labels: durable and checked for the competition's metrics before anything names them.
     *
     * @return fails with {@link bootcamp.competition.scoring.UnusableSolution} for what scores
     *     nothing; then all is as before
     */
    Mono<Versioned<Competition>> solve(
            Versioned<Competition> competition, Flux<ByteBuffer> bytes, Stamp stamp) {
        CompetitionPlan plan = competition.state().planned();
        Labels before = competition.state().labels();
        long seed = Long.parseUnsignedLong(ids.next().substring(0, 16), 16);
        return write(competition.id(), bytes)
                .flatMap(
                        file ->
                                check(file, plan, seed)
                                        .flatMap(
                                                labels ->
                                                        desk.transact(
                                                                competition.id(),
                                                                new SetSolution(
                                                                        labels, plan, stamp)))
                                        .onErrorResume(
                                                failure ->
                                                        files.remove(file.fileId())
                                                                .then(Mono.error(failure))))
                .delayUntil(_ -> before == null ? Mono.empty() : files.remove(before.fileId()));
    }

    private Mono<Labels> check(DataFile file, CompetitionPlan plan, long seed) {
        Metric secondary = plan.secondary();
        Mono<Solution> first = solution(file.fileId(), plan.scoredBy(), plan, seed);
        return (secondary == null
                        ? first
                        : first.delayUntil(_ -> solution(file.fileId(), secondary, plan, seed)))
                .map(
                        read ->
                                new Labels(
                                        0,
                                        file.fileId(),
                                        file.bytes(),
                                        file.sha256(),
                                        seed,
                                        read.publicRows(),
                                        read.privateRows(),
                                        file.at()));
    }

    /** The labels as a metric reads them. */
    public Mono<Solution> solution(Labels labels, Metric metric, CompetitionPlan plan) {
        return solution(labels.fileId(), metric, plan, labels.seed());
    }

    /** What can be seen of labels and data before anybody is scored; read once for the same. */
    Mono<ContestLook> look(Labels labels, Competition competition) {
        CompetitionPlan plan = competition.planned();
        List<DataFile> tables =
                competition.files().values().stream()
                        .filter(file -> TABLE.matcher(file.name()).find())
                        .sorted(Comparator.comparing(DataFile::name))
                        .toList();
        // An id is of one content for good.
        String name =
                Stream.concat(
                                Stream.of(
                                        labels.fileId(),
                                        plan.scoredBy().name(),
                                        plan.scoredBy().options().toString(),
                                        String.valueOf(plan.publicFraction()),
                                        String.valueOf(labels.seed())),
                                tables.stream().map(DataFile::fileId))
                        .collect(Collectors.joining(" "));
        synchronized (looks) {
            return looks.computeIfAbsent(
                    name,
                    _ ->
                            looked(labels, plan, tables)
                                    .doOnError(
                                            _ -> {
                                                synchronized (looks) {
                                                    looks.remove(name);
                                                }
                                            })
                                    .cache());
        }
    }

    private Mono<ContestLook> looked(Labels labels, CompetitionPlan plan, List<DataFile> tables) {
        return solution(labels, plan.scoredBy(), plan)
                .flatMap(
                        solution ->
                                FileStreams.read(
                                                files.read(labels.fileId()),
                                                in -> SolutionLook.at(solution, in, LIMITS),
                                                threads)
                                        .zipWith(
                                                shared(solution, tables)
                                                        .map(Optional::of)
                                                        .defaultIfEmpty(Optional.empty()),
                                                (look, shared) ->
                                                        new ContestLook(
                                                                look, shared.orElse(null))));
    }

    /** Empty: there is no test file, or nothing beside it. */
    private Mono<ContestLook.Shared> shared(Solution solution, List<DataFile> tables) {
        return Flux.fromIterable(tables)
                .concatMap(
                        file ->
                                table(file, in -> SharedRows.ofTest(solution, in, LIMITS))
                                        .flatMap(test -> shared(test, file, tables)))
                .next();
    }

    private Mono<ContestLook.Shared> shared(
            SharedRows test, DataFile testFile, List<DataFile> tables) {
        return Flux.fromIterable(tables)
                .filter(file -> !file.equals(testFile))
                .concatMap(file -> table(file, in -> test.foundIn(in, LIMITS)))
                .reduce(Integer::sum)
                .map(found -> new ContestLook.Shared(test.rows(), found));
    }

    /** What a reading of a file as a table gives; empty where that is null, or it is none. */
    private <T> Mono<T> table(DataFile file, Reading<T> reading) {
        return FileStreams.read(
                        files.read(file.fileId()),
                        in -> Optional.ofNullable(read(file, in, reading)),
                        threads)
                .flatMap(Mono::justOrEmpty);
    }

    private static <T> @Nullable T read(DataFile file, InputStream in, Reading<T> reading)
            throws IOException {
        if (!file.name().endsWith(".gz")) {
            return reading.of(in);
        }
        try (InputStream unpacked = new GZIPInputStream(in)) {
            return reading.of(unpacked);
        } catch (ZipException | EOFException notPacked) {
            return null;
        }
    }

    private interface Reading<T> {
        @Nullable T of(InputStream in) throws IOException;
    }

    private Mono<Solution> solution(String fileId, Metric metric, CompetitionPlan plan, long seed) {
        Double fraction = plan.publicFraction();
        @Nullable Draw draw = fraction == null ? null : new Draw(fraction, seed);
        return FileStreams.read(
                files.read(fileId),
                (InputStream in) -> Solution.read(in, metric, LIMITS, draw),
                threads);
    }

    /**
     * What predictions would score by the labels; nothing of them is kept.
     *
     * @param known is given the digest of the predictions, in hex, and ends before they are scored
     */
    Mono<Verdict> preview(
            Labels labels,
            CompetitionPlan plan,
            String competitionId,
            Flux<ByteBuffer> bytes,
            Function<String, Mono<?>> known) {
        Metric secondary = plan.secondary();
        return write(competitionId, bytes)
                .flatMap(
                        file ->
                                Mono.defer(() -> known.apply(file.sha256()))
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                verdict(
                                                                        file,
                                                                        labels,
                                                                        plan.scoredBy(),
                                                                        plan)))
                                        .flatMap(
                                                first ->
                                                        secondary == null
                                                                        || first
                                                                                instanceof
                                                                                Verdict.Rejected
                                                                ? Mono.just(first)
                                                                : verdict(
                                                                                file, labels,
                                                                                secondary, plan)
                                                                        .map(
                                                                                second ->
                                                                                        second
                                                                                                        instanceof
                                                                                                        Verdict
                                                                                                                .Rejected
                                                                                                ? second
                                                                                                : first))
                                        .delayUntil(_ -> files.remove(file.fileId()))
                                        .onErrorResume(
                                                failure ->
                                                        files.remove(file.fileId())
                                                                .then(Mono.error(failure))));
    }

    private Mono<Verdict> verdict(
            DataFile predictions, Labels labels, Metric metric, CompetitionPlan plan) {
        return solution(labels, metric, plan)
                .flatMap(
                        solution ->
                                FileStreams.read(
                                        files.read(predictions.fileId()),
                                        in -> solution.score(in, LIMITS),
                                        threads));
    }

    // ---- data

    /** Keeps a file for the students, in the place of one of the same name. */
    Mono<Versioned<Competition>> add(
            Versioned<Competition> competition, String name, Flux<ByteBuffer> bytes, Stamp stamp) {
        DataFile before = competition.state().files().get(name);
        return write(competition.id(), bytes)
                .map(
                        written ->
                                new DataFile(
                                        name,
                                        written.fileId(),
                                        written.bytes(),
                                        written.sha256(),
                                        written.at()))
                .flatMap(
                        file ->
                                desk.transact(competition.id(), new AddFile(file, stamp))
                                        .onErrorResume(
                                                RefusedException.class,
                                                refused ->
                                                        files.remove(file.fileId())
                                                                .then(Mono.error(refused))))
                .delayUntil(_ -> before == null ? Mono.empty() : files.remove(before.fileId()));
    }

    private Mono<DataFile> write(String competitionId, Flux<ByteBuffer> bytes) {
        return Mono.defer(
                () -> {
                    FileStreams.Look look =
                            new FileStreams.Look(DataFile.BYTES_MAX, ContestFiles::tooLarge);
                    String fileId = competitionId + "." + ids.next();
                    return files.write(fileId, look.at(bytes))
                            .then(
                                    Mono.fromSupplier(
                                            () ->
                                                    new DataFile(
                                                            "",
                                                            fileId,
                                                            look.bytes(),
                                                            look.sha256(),
                                                            clock.instant())));
                });
    }

    Flux<ByteBuffer> read(String fileId) {
        return files.read(fileId);
    }

    Mono<Void> remove(String fileId) {
        return files.remove(fileId);
    }

    // ---- what nobody names

    /** Removes files that no competition names. */
    public Mono<Long> sweep() {
        return new FileSweep(files, this::named, clock).sweep();
    }

    private Mono<Set<String>> named(List<String> fileIds) {
        Set<String> owners =
                fileIds.stream()
                        .map(id -> id.substring(0, Math.max(0, id.indexOf('.'))))
                        .collect(Collectors.toSet());
        return desk.findAll(owners)
                .flatMapIterable(competition -> competition.state().fileIds())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
