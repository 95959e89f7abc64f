package bootcamp.competition.contest;

import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.ProposeRescoring;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.competition.scoring.Draw;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.SharedRows;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.SolutionLook;
import bootcamp.competition.scoring.UnusableSolution;
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
     * @return fails with {@link UnusableSolution} for what scores nothing; then all is as before
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
                                                ContestFiles::isRefusal,
                                                failure ->
                                                        files.remove(file.fileId())
                                                                .then(Mono.error(failure))))
                .delayUntil(_ -> before == null ? Mono.empty() : files.remove(before.fileId()));
    }

    /**
     * Whether nothing names the file for sure. After any other failure the write may stand all the
     * same; a file that nothing names is swept.
     */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RefusedException
                || failure instanceof UnusableSolution
                || failure instanceof ProblemException;
    }

    private Mono<Labels> check(DataFile file, CompetitionPlan plan, long seed) {
        Metric secondary = plan.secondary();
        Draw draw = draw(plan, seed);
        Mono<Solution> first =
                read(file.fileId(), in -> Solution.read(in, plan.scoredBy(), LIMITS, draw));
        return (secondary == null
                        ? first
                        : first.delayUntil(
                                _ ->
                                        read(
                                                file.fileId(),
                                                in -> Solution.read(in, secondary, LIMITS, draw))))
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
                                        file.at(),
                                        null));
    }

    // ---- labels that are corrected, and another metric

    /**
     * Proposes corrected labels, of the same rows in the same split. Nothing is scored by them yet.
     *
     * @param known is given their digest, in hex, and ends before they are read
     * @return fails with {@link UnusableSolution} for what does not correct the present ones; then
     *     all is as before
     */
    public Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition,
            Flux<ByteBuffer> bytes,
            Stamp stamp,
            Function<String, Mono<?>> known) {
        return write(competition.id(), bytes)
                .flatMap(
                        file ->
                                Mono.defer(() -> known.apply(file.sha256()))
                                        .then(Mono.defer(() -> propose(competition, file, stamp)))
                                        .delayUntil(after -> removeUnnamed(after, file.fileId()))
                                        .onErrorResume(
                                                ContestFiles::isRefusal,
                                                failure ->
                                                        files.remove(file.fileId())
                                                                .then(Mono.error(failure))));
    }

    private Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition, DataFile file, Stamp stamp) {
        Basis present = competition.state().basis();
        Labels labels = corrected(file, present.labels());
        return propose(
                competition,
                new Basis(labels, present.metric(), present.metricOptions(), 0),
                stamp);
    }

    private Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition, Basis next, Stamp stamp) {
        Competition state = competition.state();
        return check(next, state)
                .then(
                        Mono.defer(
                                () ->
                                        desk.transact(
                                                competition.id(),
                                                new ProposeRescoring(
                                                        next,
                                                        state.generations().present(),
                                                        stamp))));
    }

    /** The same was proposed already, or was taken back. */
    private Mono<Void> removeUnnamed(Versioned<Competition> after, String fileId) {
        return after.state().fileIds().contains(fileId) ? Mono.empty() : files.remove(fileId);
    }

    /**
     * Proposes another metric for the present labels; as above.
     *
     * @param metric with its options, as {@link Metric#named} has them
     */
    public Mono<Versioned<Competition>> propose(
            Versioned<Competition> competition, Metric metric, Stamp stamp) {
        Labels labels = competition.state().basis().labels();
        return propose(competition, new Basis(labels, metric.name(), metric.options(), 0), stamp);
    }

    private static Labels corrected(DataFile file, Labels before) {
        return new Labels(
                0,
                file.fileId(),
                file.bytes(),
                file.sha256(),
                before.seed(),
                before.publicRows(),
                before.privateRows(),
                file.at(),
                before.rowsFrom());
    }

    /** That both metrics can be read of its labels; one of another family is refused later. */
    private Mono<Void> check(Basis basis, Competition competition) {
        CompetitionPlan plan = competition.planned();
        Metric secondary = plan.secondary();
        if (!basis.scoredBy().mayReplace(plan.scoredBy())) {
            return Mono.empty();
        }
        Mono<Void> first = solution(basis.labels(), basis.scoredBy(), plan).then();
        return secondary == null
                ? first
                : first.then(solution(basis.labels(), secondary, plan)).then();
    }

    /** Takes back what was proposed; where that is not, nothing changes. */
    public Mono<Void> discard(String competitionId, int generation, Stamp stamp) {
        return desk.discard(competitionId, generation, stamp)
                .map(proposal -> proposal.basis().labels().fileId())
                .flatMap(
                        fileId ->
                                desk.find(competitionId)
                                        .flatMap(after -> removeUnnamed(after, fileId)));
    }

    /** The labels as a metric reads them. */
    public Mono<Solution> solution(Labels labels, Metric metric, CompetitionPlan plan) {
        String rowsFrom = labels.splitOf();
        Draw draw = draw(plan, labels.seed());
        return rowsFrom == null
                ? read(labels.fileId(), in -> Solution.read(in, metric, LIMITS, draw))
                : read(rowsFrom, in -> Solution.rowsOf(in, plan.scoredBy(), LIMITS, draw))
                        .flatMap(
                                rows ->
                                        read(
                                                labels.fileId(),
                                                in ->
                                                        Solution.correcting(
                                                                rows, in, metric, LIMITS)));
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

    private static @Nullable Draw draw(CompetitionPlan plan, long seed) {
        Double fraction = plan.publicFraction();
        return fraction == null ? null : Draw.of(plan.scoredBy(), fraction, seed);
    }

    private Mono<Solution> read(String fileId, FileStreams.Reading<Solution> reading) {
        return FileStreams.read(files.read(fileId), reading, threads);
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
                                                ContestFiles::isRefusal,
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
