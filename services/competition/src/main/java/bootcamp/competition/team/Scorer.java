package bootcamp.competition.team;

import bootcamp.competition.contest.Basis;
import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.Labels;
import bootcamp.competition.scoring.Fault;
import bootcamp.competition.scoring.Limits;
import bootcamp.competition.scoring.Metric;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.Verdict;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.school.Students;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads what was submitted: by the labels of a generation, for its score, and for reports. A score
 * is written beside its submission, and whatever asks for it again finds it there; labels are read
 * once and shared by all that are scored by them.
 */
final class Scorer {

    /**
     * Bytes of heap for labels that are kept for the next submission: a third of all, so that what
     * is scored has room beside it. Of the 768 MB that a process has in compose it is enough for
     * two competitions of a million rows with a proposal each, or for dozens of the usual size.
     */
    private static final long READ_MAX = Runtime.getRuntime().maxMemory() / 3;

    private static final long KIB = 1 << 10;

    private final ContestFiles solutions;
    private final SubmissionStore submissions;
    private final Students students;
    private final FileStore files;
    private final Scheduler threads;
    private final Scheduler reports;
    private final Scheduler timers;

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
     * @param threads where files are scored
     * @param reports where they are read for reports
     * @param timers by which it is known that labels are not read to their end
     */
    Scorer(
            ContestFiles solutions,
            SubmissionStore submissions,
            Students students,
            FileStore files,
            Scheduler threads,
            Scheduler reports,
            Scheduler timers) {
        this.solutions = solutions;
        this.submissions = submissions;
        this.students = students;
        this.files = files;
        this.threads = threads;
        this.reports = reports;
        this.timers = timers;
    }

    // ---- for scores

    /** What nothing can be scored by as it is. */
    static final class UnreadableLabels extends RuntimeException {
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
    Mono<Submission> scoredBy(Submission submission, Competition competition, int generation) {
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
                                                : scoredBy(submission, competition, generation));
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

    /**
     * Read once and shared by all that are scored by it. Whoever waits for it gives up by itself;
     * what hangs is read anew then, and not waited for by all who come.
     */
    private Mono<Solution> solution(Labels labels, Metric metric, CompetitionPlan plan) {
        String name = labels.fileId() + " " + metric.name() + " " + metric.options();
        return read.get(
                        name,
                        _ ->
                                new Read(
                                        solutions
                                                .solution(labels, metric, plan)
                                                .onErrorMap(UnreadableLabels::new)
                                                .timeout(ScoringDesk.SCORING_MAX, timers)
                                                .doOnError(_ -> read.invalidate(name))
                                                .cache(),
                                        Solution.heapOf(metric, labels.bytes())))
                .solution();
    }

    // ---- for reports

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
}
