package bootcamp.competition.team;

import bootcamp.competition.contest.Competition;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.CompetitionPlan;
import bootcamp.competition.contest.CompetitionRefusal;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.competition.contest.DataFile;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.competition.team.TeamCommand.UnnameTeam;
import bootcamp.platform.aggregate.RefusedException;
import bootcamp.platform.aggregate.Versioned;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.FileStreams;
import bootcamp.platform.file.FileSweep;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes submissions, keeps them, and lets their team choose among them.
 *
 * <p>A file is written first; then the team's ledger takes it, or says why not; then it has its own
 * document and stands in line ({@link ScoringDesk}). From the ledger on it is not lost: that it is
 * asked is said before, for any process to put into the line what this one does not.
 */
final class SubmissionDesk {

    private final CompetitionDesk contests;
    private final TeamDesk teams;
    private final ScoringDesk scoring;
    private final SubmissionStore submissions;
    private final ListingStore ofStudents;
    private final Students students;
    private final BoardStore boards;
    private final FileStore files;
    private final SketchStore sketches;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param ofStudents ids of the teams in which they ever left something
     */
    SubmissionDesk(
            CompetitionDesk contests,
            TeamDesk teams,
            ScoringDesk scoring,
            SubmissionStore submissions,
            ListingStore ofStudents,
            Students students,
            BoardStore boards,
            FileStore files,
            SketchStore sketches,
            IdSource ids,
            InstantSource clock) {
        this.contests = contests;
        this.teams = teams;
        this.scoring = scoring;
        this.submissions = submissions;
        this.ofStudents = ofStudents;
        this.students = students;
        this.boards = boards;
        this.files = files;
        this.sketches = sketches;
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
        return submitting(competition, studentId)
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
                                                            ? scoring.decided(fileId)
                                                                    .then(files.remove(fileId))
                                                                    .then(Mono.error(failure))
                                                            : Mono.error(failure));
                        });
    }

    /** Where nothing is taken any more, a team that may send again what was. */
    private Mono<Versioned<Team>> submitting(Versioned<Competition> competition, String studentId) {
        CompetitionRefusal why = competition.state().notTaking(clock.instant());
        return why == null
                ? teams.ownOrAlone(competition, studentId)
                : teams.own(competition.id(), studentId)
                        .filter(team -> !team.state().ledger().recent().isEmpty())
                        .switchIfEmpty(Mono.error(() -> new RefusedException(why)));
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
                .flatMap(
                        present -> {
                            CompetitionRefusal why = present.state().notTaking(at);
                            if (why != null) {
                                return takenBefore(team.id(), key, why);
                            }
                            CompetitionPlan plan = present.state().planned();
                            LocalDate day = plan.dayOf(at);
                            TakeAttempt take =
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
                                            at);
                            return scoring.announce(fileId, team.state())
                                    .then(Mono.defer(() -> teams.transact(team.id(), take)));
                        })
                .flatMap(taken -> standInLine(taken.state(), key, fileId))
                .delayUntil(_ -> scoring.decided(fileId));
    }

    /** An answer may have been lost: what was taken is not refused when it is sent again. */
    private Mono<Versioned<Team>> takenBefore(String teamId, String key, CompetitionRefusal why) {
        return teams.find(teamId)
                .filter(team -> team.state().ledger().recent().containsKey(key))
                .switchIfEmpty(Mono.error(() -> new RefusedException(why)));
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
        return needless.then(scoring.standInLine(submission)).thenReturn(submission);
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
                                        .retryWhen(TeamDesk.BY_PRESENT_GENERATIONS));
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

    /** Takes away what a student has sent, has written beside it, and the names of teams. */
    Mono<Void> erase(String studentId) {
        return ofStudents
                .ids(List.of(studentId))
                .flatMapIterable(teamIds -> teamIds)
                .concatMap(teamId -> erase(teamId, studentId))
                .then();
    }

    /** As above, of one team. A file that waits for its score goes with a later sweep. */
    Mono<Void> erase(String teamId, String studentId) {
        return teams.find(teamId).flatMap(team -> erase(team, studentId));
    }

    private Mono<Void> erase(Versioned<Team> team, String studentId) {
        return unname(team, studentId)
                .then(submissions.unwrite(team.state().ids(), studentId))
                .thenMany(submissions.of(team.state(), null, 0))
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

    /** Where it has the neutral name already, that may not be on every board yet. */
    private Mono<Void> unname(Versioned<Team> team, String studentId) {
        return team.state().isFounded() && team.state().isNamedBy(studentId)
                ? teams.transact(team.id(), new UnnameTeam(studentId, clock.instant()))
                        .zipWith(contests.find(team.state().competitionId()))
                        .flatMap(
                                both ->
                                        boards.put(both.getT1(), both.getT2().state())
                                                .then(
                                                        boards.rename(
                                                                both.getT1(),
                                                                both.getT2().state())))
                : Mono.empty();
    }

    /** Ids of the students who gave the team its name or submitted. */
    static Set<String> namersAndSenders(Team team) {
        Set<String> all = new HashSet<>(team.authors());
        if (team.namedBy() != null) {
            all.add(team.namedBy());
        }
        return all;
    }

    /**
     * Ids of all students who ever left something in a team, as a trial of another's submission.
     */
    Flux<String> writers() {
        return ofStudents.keys();
    }

    // ---- reading

    /** Places in the queue of those that wait, as far as this process knows: {@link FairQueue}. */
    Map<String, Integer> places() {
        return scoring.places();
    }

    /** Takes away what a team, and those that went into it, had of a generation never shown. */
    Mono<Void> forget(Team team, int generation) {
        return submissions.forget(team.ids(), generation);
    }

    /** Of a team and those that went into it, the newest first. */
    Flux<Submission> of(Versioned<Team> team, @Nullable String before, int limit) {
        return submissions.of(team.state(), before, limit);
    }

    /** How many a team, and those that went into it, had sent before its newest. */
    Mono<Long> before(Versioned<Team> team, List<Submission> newest) {
        return submissions.before(team.state(), newest);
    }

    /** Writes down what a member says of one. */
    Mono<Void> write(Submission submission, Trial trial, String studentId) {
        return ofStudents
                .add(studentId, List.of(submission.teamId()))
                .then(submissions.write(submission.submissionId(), trial, studentId));
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
