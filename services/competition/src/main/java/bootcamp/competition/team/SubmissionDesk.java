package bootcamp.competition.team;

import bootcamp.competition.contest.Basis;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.contest.Labels;
import bootcamp.competition.school.Students;
import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import bootcamp.competition.team.FairQueue.Job;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.task.Background;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Takes submissions and scores them.
 *
 * <p>A file is written first; then the team's ledger takes it, or says why not; then it has its own
 * document and stands in line. From the ledger on it is not lost: what stands in line is taken up
 * by any process once the one that held it has ended, and what a crash kept out of the line at the
 * next start. It is settled in its document first and in the ledger then, once: an attempt is given
 * back, or counted, when it leaves the ledger's waiting ones.
 */
final class SubmissionDesk {

    private static final Logger LOG = LoggerFactory.getLogger(SubmissionDesk.class);

    private static final int AT_ONCE = 2;

    /**
     * Bytes of heap for labels that are kept for the next submission: a third of all, so that what
     * is scored has room beside it. Of the 768 MB that a process has in compose it is enough for
     * two competitions of a million rows with a proposal each, or for dozens of the usual size.
     */
    private static final long READ_MAX = Runtime.getRuntime().maxMemory() / 3;

    private static final long KIB = 1 << 10;

    /** Nothing that may be sent takes so long: what does hangs, and is tried again. */
    static final Duration SCORING_MAX = Duration.ofMinutes(5);

    /** By a generation that is proposed: that it hangs is found out before all of it does. */
    private static final Duration PROPOSED_MAX = SCORING_MAX.dividedBy(3);

    /** That scoring by what is proposed may fail, before all goes on without it. */
    private static final int TRIES_MAX = 2;

    /** All is scored anew since the competition was read. */
    private static final Retry BY_PRESENT_GENERATIONS =
            Retry.max(5)
                    .filter(TeamDesk::isOutdated)
                    .onRetryExhaustedThrow((_, again) -> again.failure());

    private final CompetitionDesk contests;
    private final ContestFiles solutions;
    private final TeamDesk teams;
    private final SubmissionStore submissions;
    private final ListingStore ofStudents;
    private final Students students;
    private final LineStore line;
    private final RescoringStore rescorings;
    private final BoardStore boards;
    private final FileStore files;
    private final SketchStore sketches;
    private final Background background;
    private final Scheduler threads;
    private final Scheduler reports;
    private final IdSource ids;
    private final InstantSource clock;

    private final FairQueue queue = new FairQueue();
    private final AtomicInteger atWork = new AtomicInteger();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Cache<String, Read> read =
            Caffeine.newBuilder()
                    .maximumWeight(READ_MAX / KIB)
                    .weigher((String _, Read kept) -> (int) Math.ceilDiv(kept.heap(), KIB))
                    .build();

    /**
     * Labels as a metric reads them.
     *
     * @param heap bytes that they take, more or less
     */
    private record Read(Mono<Solution> solution, long heap) {}

    /**
     * @param ofStudents ids of the teams in which they ever submitted
     * @param threads where files are scored
     * @param reports where they are read for reports
     */
    SubmissionDesk(
            CompetitionDesk contests,
            ContestFiles solutions,
            TeamDesk teams,
            SubmissionStore submissions,
            ListingStore ofStudents,
            Students students,
            LineStore line,
            RescoringStore rescorings,
            BoardStore boards,
            FileStore files,
            SketchStore sketches,
            Background background,
            Scheduler threads,
            Scheduler reports,
            IdSource ids,
            InstantSource clock) {
        this.contests = contests;
        this.solutions = solutions;
        this.teams = teams;
        this.submissions = submissions;
        this.ofStudents = ofStudents;
        this.students = students;
        this.line = line;
        this.rescorings = rescorings;
        this.boards = boards;
        this.files = files;
        this.sketches = sketches;
        this.background = background;
        this.threads = threads;
        this.reports = reports;
        this.ids = ids;
        this.clock = clock;
    }

    // ---- taking

    /**
     * Takes a file of a student's team; a student without one is a team alone.
     *
     * @param key of the sending, of the digest of its bytes
     * @return what was taken, now or when the same was sent before
     */
    Mono<Submission> take(
            Versioned<Competition> competition,
            String studentId,
            Flux<ByteBuffer> bytes,
            boolean gzip,
            Function<String, Mono<String>> key) {
        requireTaking(competition, clock.instant());
        return teams.ownOrAlone(competition, studentId)
                .flatMap(
                        team -> {
                            FileStreams.Look look =
                                    new FileStreams.Look(
                                            DataFile.BYTES_MAX, ContestFiles::tooLarge);
                            String fileId = team.id() + "." + ids.next();
                            return files.write(fileId, look.at(bytes))
                                    .then(Mono.defer(() -> key.apply(look.sha256())))
                                    .flatMap(
                                            known ->
                                                    take(
                                                            team,
                                                            known,
                                                            studentId,
                                                            fileId,
                                                            look.bytes(),
                                                            gzip))
                                    .onErrorResume(
                                            failure ->
                                                    failure instanceof RefusedException
                                                                    || failure
                                                                            instanceof
                                                                            ProblemException
                                                            ? files.remove(fileId)
                                                                    .then(Mono.error(failure))
                                                            : Mono.error(failure));
                        });
    }

    private static void requireTaking(Versioned<Competition> competition, Instant at) {
        CompetitionRefusal why = competition.state().notTaking(at);
        if (why != null) {
            throw new RefusedException(why);
        }
    }

    /** It has arrived; that moment decides. */
    private Mono<Submission> take(
            Versioned<Team> team,
            String key,
            String studentId,
            String fileId,
            long bytes,
            boolean gzip) {
        Instant at = clock.instant();
        Mono<Void> listed =
                team.state().authors().contains(studentId)
                        ? Mono.empty()
                        : ofStudents.add(List.of(studentId), team.id());
        return listed.then(Mono.defer(() -> contests.find(team.state().competitionId())))
                .doOnNext(present -> requireTaking(present, at))
                .flatMap(
                        present -> {
                            CompetitionPlan plan = present.state().planned();
                            LocalDate day = plan.dayOf(at);
                            return teams.transact(
                                    team.id(),
                                    new TakeAttempt(
                                            key,
                                            studentId,
                                            fileId,
                                            bytes,
                                            gzip,
                                            day.toString(),
                                            plan.dayAfter(day)
                                                    .atZone(plan.zone())
                                                    .toOffsetDateTime(),
                                            plan.dailyLimit(),
                                            plan.cohortIds(),
                                            at));
                        })
                .flatMap(taken -> standInLine(taken.state(), key, fileId));
    }

    private Mono<Submission> standInLine(Team team, String key, String fileId) {
        String submissionId =
                Objects.requireNonNull(team.ledger().recent().get(key)).submissionId();
        Attempt attempt = team.ledger().waiting().get(submissionId);
        if (attempt == null) {
            // The same was sent before and has its score.
            return files.remove(fileId).then(submissions.find(submissionId));
        }
        Mono<Void> needless = attempt.fileId().equals(fileId) ? Mono.empty() : files.remove(fileId);
        Submission submission = Submission.of(team, attempt);
        return needless.then(submissions.add(submission))
                .then(line.add(submission))
                .then(Mono.fromRunnable(() -> enqueue(submission)))
                .thenReturn(submission);
    }

    private void enqueue(Submission submission) {
        queue.add(
                new Job(
                        submission.competitionId(),
                        submission.teamId(),
                        submission.submissionId()));
        work();
    }

    // ---- scoring

    /** Begins what there are hands for. */
    private void work() {
        while (true) {
            if (atWork.incrementAndGet() > AT_ONCE) {
                atWork.decrementAndGet();
                return;
            }
            Job job = queue.next();
            if (job == null) {
                atWork.decrementAndGet();
                return;
            }
            background.start("scoring " + job.submissionId(), score(job));
        }
    }

    private Mono<Void> score(Job job) {
        return teams.find(job.teamId())
                .map(Versioned::id)
                .defaultIfEmpty(job.teamId())
                // Two teams that became one have one line.
                .filter(teamId -> queue.goesOn(job, teamId))
                .flatMap(_ -> line.take(job.submissionId()))
                .flatMap(
                        tries ->
                                scored(job, tries)
                                        .timeout(SCORING_MAX)
                                        .then(line.remove(job.submissionId()))
                                        .onErrorResume(
                                                failure ->
                                                        line.rest(job.submissionId(), tries)
                                                                .then(Mono.error(failure))))
                .doFinally(
                        _ -> {
                            held.remove(job.submissionId());
                            queue.done(job);
                            atWork.decrementAndGet();
                            work();
                        });
    }

    private Mono<Void> scored(Job job, int tries) {
        held.add(job.submissionId());
        return Mono.defer(
                        () ->
                                submissions
                                        .find(job.submissionId())
                                        .zipWith(contests.find(job.competitionId())))
                .flatMap(both -> settle(both.getT1(), both.getT2().state(), tries).thenReturn(true))
                .retryWhen(BY_PRESENT_GENERATIONS)
                .then();
    }

    /**
     * By every generation that counts: one that is proposed may take the place of the present one
     * at any moment, and nothing is to be missing in it then. Where that fails again, all goes on
     * without it: nobody waits for what only staff see.
     */
    private Mono<Void> settle(Submission submission, Competition competition, int tries) {
        Numbers numbers = competition.numbers();
        Integer proposed = numbers.proposed();
        Mono<Submission> present = scoredBy(submission, competition, numbers.present());
        Mono<Submission> settled =
                proposed == null
                        ? present
                        : present.flatMap(
                                each ->
                                        scoredBy(each, competition, proposed)
                                                .timeout(PROPOSED_MAX)
                                                .onErrorResume(
                                                        failure ->
                                                                tries < TRIES_MAX
                                                                        ? Mono.error(failure)
                                                                        : fail(
                                                                                        competition,
                                                                                        proposed,
                                                                                        failure)
                                                                                .then(outdated())));
        return settled.flatMap(
                        done ->
                                teams.transact(
                                        done.teamId(),
                                        new SettleAttempt(
                                                done.submissionId(),
                                                numbers,
                                                done.state() == Submission.State.REJECTED,
                                                done.entryIn(numbers.present()),
                                                proposed == null ? null : done.entryIn(proposed),
                                                clock.instant())))
                .flatMap(team -> boards.put(team, competition));
    }

    private static <T> Mono<T> outdated() {
        return Mono.error(new RefusedException(TeamRefusal.Now.SCORES_OUTDATED));
    }

    /** Gives a generation up that could not be made. */
    Mono<Void> fail(Competition competition, int generation, Throwable cause) {
        LOG.warn(
                "{} is not scored by generation {}",
                competition.competitionId(),
                generation,
                cause);
        return contests.fail(competition.competitionId(), generation, whyOf(cause))
                .then(
                        rescorings.failed(
                                new RescoringStore.Job(competition.competitionId(), generation)));
    }

    private static Failure whyOf(Throwable cause) {
        return switch (cause) {
            case UnreadableLabels _ -> Failure.LABELS_UNREADABLE;
            case TimeoutException _ -> Failure.SCORING_HANGS;
            default -> Failure.SCORING_FAILED;
        };
    }

    /** What nothing can be scored by as it is. */
    private static final class UnreadableLabels extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        UnreadableLabels(Throwable cause) {
            super("labels could not be read", cause);
        }
    }

    /**
     * Scores one by a generation, unless it has a score of it already, or was refused at first.
     *
     * @return durable
     */
    private Mono<Submission> scoredBy(
            Submission submission, Competition competition, int generation) {
        Basis basis = competition.basisOf(generation);
        return basis == null
                        || submission.in(generation) != null
                        || submission.state() == Submission.State.REJECTED
                ? Mono.just(submission)
                : judge(submission, basis, competition.planned())
                        .map(score -> submission.scored(generation, score))
                        .delayUntil(submissions::settle);
    }

    /** As above; one whose sender was erased has no file any more by which it could be. */
    Mono<Submission> scoredAnew(Submission submission, Competition competition, int generation) {
        Basis basis = competition.basisOf(generation);
        return basis == null || submission.in(generation) != null
                ? Mono.just(submission)
                : students.isErased(submission.studentId())
                        .flatMap(
                                gone ->
                                        gone
                                                ? Mono.just(
                                                                submission.scored(
                                                                        generation,
                                                                        Score.unknown(basis)))
                                                        .delayUntil(submissions::settle)
                                                : scoredBy(submission, competition, generation)
                                                        .timeout(SCORING_MAX));
    }

    /** Takes away what a team, and those that went into it, had of a generation never shown. */
    Mono<Void> forget(Team team, int generation) {
        return submissions.forget(team.ids(), generation);
    }

    private Mono<Score> judge(Submission submission, Basis basis, CompetitionPlan plan) {
        Labels labels = basis.labels();
        Metric secondary = plan.secondary();
        return verdict(submission, labels, basis.scoredBy(), plan)
                .flatMap(
                        first ->
                                secondary == null || first instanceof Verdict.Rejected
                                        ? Mono.just(score(submission, basis, first, null))
                                        : verdict(submission, labels, secondary, plan)
                                                .map(
                                                        second ->
                                                                score(
                                                                        submission,
                                                                        basis,
                                                                        first,
                                                                        second)));
    }

    private static Score score(
            Submission submission, Basis basis, Verdict first, @Nullable Verdict second) {
        return Score.of(submission.submissionId(), submission.at(), basis, first, second);
    }

    private Mono<Verdict> verdict(
            Submission submission, Labels labels, Metric metric, CompetitionPlan plan) {
        return solution(labels, metric, plan)
                .flatMap(
                        solution ->
                                FileStreams.read(
                                        files.read(submission.fileId()),
                                        in -> score(solution, in, submission.gzip()),
                                        threads));
    }

    /** The labels by which all is scored now, as they score it. */
    Mono<Solution> solution(Competition competition) {
        Basis basis = competition.basis();
        return solution(basis.labels(), basis.scoredBy(), competition.planned());
    }

    /** What a report makes of a file. */
    interface Look<T> {
        Optional<T> at(InputStream in, Limits limits) throws IOException;
    }

    /**
     * Reads a file for a report, beside the scoring and never in its way.
     *
     * @return empty: there is no such file any more, or it is none that is scored now
     */
    <T> Mono<T> read(String submissionId, Look<T> look) {
        return submissions
                .find(submissionId)
                .filterWhen(each -> students.isErased(each.studentId()).map(gone -> !gone))
                .flatMap(
                        each ->
                                FileStreams.read(
                                        files.read(each.fileId()),
                                        in -> look(look, in, each.gzip()),
                                        reports))
                .flatMap(Mono::justOrEmpty);
    }

    private static <T> Optional<T> look(Look<T> look, InputStream in, boolean gzip)
            throws IOException {
        if (!gzip) {
            return look.at(in, ContestFiles.LIMITS);
        }
        try (InputStream unpacked = new GZIPInputStream(in)) {
            return look.at(unpacked, ContestFiles.LIMITS);
        }
    }

    private static Verdict score(Solution solution, InputStream in, boolean gzip)
            throws IOException {
        if (!gzip) {
            return solution.score(in, ContestFiles.LIMITS);
        }
        try (InputStream unpacked = new GZIPInputStream(in)) {
            return solution.score(unpacked, ContestFiles.LIMITS);
        } catch (ZipException | EOFException notPacked) {
            return new Verdict.Rejected(
                    new Fault(Fault.Code.NOT_UTF8, null, null, "bytes", Map.of()));
        }
    }

    /** Read once and shared by all that are scored by it. */
    private Mono<Solution> solution(Labels labels, Metric metric, CompetitionPlan plan) {
        String name = labels.fileId() + " " + metric.name() + " " + metric.options();
        return read.get(
                        name,
                        _ ->
                                new Read(
                                        solutions
                                                .solution(labels, metric, plan)
                                                .onErrorMap(UnreadableLabels::new)
                                                .doOnError(_ -> read.invalidate(name))
                                                .cache(),
                                        Solution.heapOf(metric, labels.bytes())))
                .solution();
    }

    // ---- picks

    /**
     * Chooses which submissions count in the end; none: the best on the public board.
     *
     * @return refused once the competition is over, and as not found for what is not the team's
     */
    Mono<Versioned<Team>> choose(
            Versioned<Competition> competition,
            Versioned<Team> team,
            String studentId,
            List<String> submissionIds) {
        Instant at = clock.instant();
        requireTaking(competition, at);
        return submissions
                .findAll(submissionIds)
                .filter(each -> team.state().isKnownAs(each.teamId()))
                .collectMap(Submission::submissionId)
                .flatMap(
                        found ->
                                Mono.defer(() -> contests.find(competition.id()))
                                        .flatMap(
                                                present ->
                                                        choose(
                                                                present.state(),
                                                                team.id(),
                                                                studentId,
                                                                submissionIds,
                                                                found,
                                                                at))
                                        .retryWhen(BY_PRESENT_GENERATIONS));
    }

    private Mono<Versioned<Team>> choose(
            Competition competition,
            String teamId,
            String studentId,
            List<String> submissionIds,
            Map<String, Submission> found,
            Instant at) {
        Numbers numbers = competition.numbers();
        List<Entry> picks = entries(submissionIds, found, numbers.present());
        if (picks.size() < submissionIds.size()) {
            return Mono.error(new RefusedException(TeamRefusal.Now.SUBMISSION_NOT_FOUND));
        }
        Integer proposed = numbers.proposed();
        return teams.transact(
                        teamId,
                        new ChoosePicks(
                                studentId,
                                numbers,
                                picks,
                                proposed == null
                                        ? List.of()
                                        : entries(submissionIds, found, proposed),
                                competition.planned().finalPicks(),
                                at))
                .delayUntil(team -> boards.put(team, competition));
    }

    private static List<Entry> entries(
            List<String> submissionIds, Map<String, Submission> found, int generation) {
        return submissionIds.stream()
                .flatMap(id -> Stream.ofNullable(found.get(id)))
                .flatMap(each -> Stream.ofNullable(each.entryIn(generation)))
                .toList();
    }

    // ---- what a process left

    /** Takes up what waits, and puts on the boards what was not put there. */
    Mono<Void> catchUp() {
        return teams.all().concatMap(this::catchUp).then();
    }

    private Mono<Void> catchUp(Versioned<Team> team) {
        Team state = team.state();
        return Flux.fromIterable(state.ledger().waiting().values())
                .map(attempt -> Submission.of(state, attempt))
                .concatMap(each -> submissions.add(each).then(line.add(each)).thenReturn(each))
                .doOnNext(this::enqueue)
                .then(
                        state.ledger().scored() == 0
                                ? Mono.empty()
                                : contests.find(state.competitionId())
                                        .flatMap(
                                                competition ->
                                                        boards.put(team, competition.state())));
    }

    /** Goes on with what is at work here, and takes up what failed or another process left. */
    Mono<Void> tick() {
        return line.hold(List.copyOf(held))
                .thenMany(Flux.defer(line::due))
                .doOnNext(queue::add)
                .then(Mono.fromRunnable(this::work))
                .then(Mono.defer(line::count));
    }

    // ---- what nobody names

    /** Removes files that no submission names, or whose senders were erased. */
    Mono<Long> sweep() {
        return new FileSweep(files, this::named, clock).sweep();
    }

    private Mono<Set<String>> named(List<String> fileIds) {
        Set<String> teamIds =
                fileIds.stream()
                        .map(id -> id.substring(0, Math.max(0, id.indexOf('.'))))
                        .collect(Collectors.toSet());
        return Flux.fromIterable(teamIds)
                // A file is named after the team that sent it, which may be in another by now.
                .concatMap(teams::find)
                .concatMap(team -> submissions.of(team.state(), null, 0))
                .filterWhen(
                        each ->
                                each.state() == Submission.State.QUEUED
                                        ? Mono.just(true)
                                        : students.isErased(each.studentId()).map(gone -> !gone))
                .map(Submission::fileId)
                .collect(Collectors.toSet());
    }

    // ---- who is erased

    /** Takes away what a student has sent and what was written beside it. */
    Mono<Void> erase(String studentId) {
        return ofStudents
                .ids(List.of(studentId))
                .flatMapIterable(teamIds -> teamIds)
                .concatMap(teamId -> erase(teamId, studentId))
                .then();
    }

    /** As above, of one team. A file that waits for its score goes with a later sweep. */
    Mono<Void> erase(String teamId, String studentId) {
        return teams.find(teamId)
                .flatMapMany(team -> submissions.of(team.state(), null, 0))
                .filter(each -> each.studentId().equals(studentId))
                .concatMap(
                        each ->
                                submissions
                                        .unwrite(each.submissionId())
                                        .then(sketches.remove(each.submissionId()))
                                        .then(
                                                each.state() == Submission.State.QUEUED
                                                        ? Mono.empty()
                                                        : files.remove(each.fileId())))
                .then();
    }

    // ---- reading

    /** Places in the queue of those that wait, as far as this process knows: {@link FairQueue}. */
    Map<String, Integer> places() {
        return queue.places();
    }

    /** Of a team and those that went into it, the newest first. */
    Flux<Submission> of(Versioned<Team> team, @Nullable String before, int limit) {
        return submissions.of(team.state(), before, limit);
    }

    /** Writes down what the team says of one. */
    Mono<Void> write(String submissionId, Trial trial) {
        return submissions.write(submissionId, trial);
    }

    /** One of the competition; refused as not found where there is none. */
    Mono<Submission> find(String competitionId, String submissionId) {
        return submissions
                .find(submissionId)
                .filter(each -> each.competitionId().equals(competitionId))
                .switchIfEmpty(
                        Mono.error(
                                () -> new RefusedException(TeamRefusal.Now.SUBMISSION_NOT_FOUND)));
    }
}
