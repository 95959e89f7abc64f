package bootcamp.competition.team;

import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.CompetitionAccess;
import bootcamp.competition.contest.CompetitionDesk;
import bootcamp.competition.contest.ContestFiles;
import bootcamp.platform.aggregate.AggregateStore;
import bootcamp.platform.aggregate.AggregateStores;
import bootcamp.platform.file.DirectoryFileStore;
import bootcamp.platform.file.FileStore;
import bootcamp.platform.file.GridFsFileStore;
import bootcamp.platform.http.Cursors;
import bootcamp.platform.http.Texts;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.listing.ListingStore;
import bootcamp.platform.school.Students;
import bootcamp.platform.source.IdSource;
import bootcamp.platform.task.Background;
import bootcamp.platform.upkeep.Upkeep;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The beans of teams and what they submit. */
@Configuration(proxyBeanMethods = false)
public class TeamBeans {

    private static final String FILES = "submissionFiles";
    private static final int REPORTS_MAX = 1_000;

    @Bean
    AggregateStore<Team, TeamCommand, OfTeam> teams(AggregateStores stores) {
        return stores.of(Team.TYPE, "teams");
    }

    @Bean
    ListingStore teamListings(MongoDatabase database) {
        return new ListingStore(database, "teamListings", "teamIds");
    }

    @Bean
    ListingStore authorListings(MongoDatabase database) {
        return new ListingStore(database, "authorListings", "teamIds");
    }

    @Bean
    MembershipStore memberships(MongoDatabase database, IdSource ids, Clock clock) {
        return new MembershipStore(database, ids, clock);
    }

    @Bean
    TeamLeavers teamLeavers(
            TeamDesk teamDesk,
            MembershipStore memberships,
            CompetitionDesk competitionDesk,
            Students students) {
        return new TeamLeavers(teamDesk, memberships, competitionDesk, students);
    }

    @Bean
    MergeDesk mergeDesk(
            AggregateStore<Team, TeamCommand, OfTeam> teams,
            MembershipStore memberships,
            CompetitionDesk competitionDesk,
            BoardStore boards,
            Clock clock) {
        return new MergeDesk(teams, memberships, competitionDesk, boards, clock);
    }

    @Bean
    TeamDesk teamDesk(
            AggregateStore<Team, TeamCommand, OfTeam> teams,
            @Qualifier("teamListings") ListingStore teamListings,
            @Qualifier("authorListings") ListingStore authorListings,
            MembershipStore memberships,
            MergeDesk mergeDesk,
            IdSource ids,
            Clock clock) {
        return new TeamDesk(
                teams, teamListings, authorListings, memberships, mergeDesk, ids, clock);
    }

    /** In a directory where one is named, else in the database, for all processes. */
    @Bean
    FileStore submissionFiles(
            @Value("${bootcamp.files.directory:#{null}}") @Nullable String directory,
            MongoDatabase database,
            Clock clock) {
        return directory == null || directory.isBlank()
                ? new GridFsFileStore(database, FILES, clock)
                : new DirectoryFileStore(Path.of(directory, FILES));
    }

    @Bean
    BoardStore boards(MongoDatabase database, JsonMapper json, Clock clock) {
        return new BoardStore(database, json, clock);
    }

    /** One at a time: a report may take seconds, and scores do not wait for it. */
    @Bean(destroyMethod = "dispose")
    Scheduler reportThreads() {
        return Schedulers.newBoundedElastic(1, REPORTS_MAX, "reports");
    }

    @Bean
    ShakeUpDesk shakeUpDesk(TeamDesk teamDesk, Scorer scorer, BoardStore boards) {
        return new ShakeUpDesk(teamDesk, scorer, boards);
    }

    @Bean
    ShakeUpApi shakeUpApi(
            CompetitionAccess competitionAccess, ShakeUpDesk shakeUpDesk, Texts texts) {
        return new ShakeUpApi(competitionAccess, shakeUpDesk, texts);
    }

    @Bean
    SketchStore sketches(MongoDatabase database) {
        return new SketchStore(database);
    }

    @Bean
    AlikeDesk alikeDesk(
            TeamDesk teamDesk,
            Scorer scorer,
            SketchStore sketches,
            @Qualifier("reportThreads") Scheduler reportThreads) {
        return new AlikeDesk(teamDesk, scorer, sketches, reportThreads);
    }

    @Bean
    AlikeApi alikeApi(CompetitionAccess competitionAccess, AlikeDesk alikeDesk) {
        return new AlikeApi(competitionAccess, alikeDesk);
    }

    @Bean
    LineStore line(MongoDatabase database, IdSource ids, Clock clock) {
        return new LineStore(database, ids, clock);
    }

    @Bean
    RescoringStore rescorings(MongoDatabase database, IdSource ids, Clock clock) {
        return new RescoringStore(database, ids, clock);
    }

    @Bean
    SubmissionStore submissionStore(MongoDatabase database, JsonMapper json) {
        return new SubmissionStore(database, json);
    }

    /** By which it is known that something hangs. */
    @Bean
    Scheduler scoringTimers() {
        return Schedulers.parallel();
    }

    @Bean
    Scorer scorer(
            ContestFiles contestFiles,
            SubmissionStore submissionStore,
            Students students,
            @Qualifier("submissionFiles") FileStore submissionFiles,
            @Qualifier("scoringThreads") Scheduler scoringThreads,
            @Qualifier("reportThreads") Scheduler reportThreads,
            @Qualifier("scoringTimers") Scheduler scoringTimers) {
        return new Scorer(
                contestFiles,
                submissionStore,
                students,
                submissionFiles,
                scoringThreads,
                reportThreads,
                scoringTimers);
    }

    @Bean
    ScoringDesk scoringDesk(
            CompetitionDesk competitionDesk,
            TeamDesk teamDesk,
            SubmissionStore submissionStore,
            Scorer scorer,
            LineStore line,
            RescoringStore rescorings,
            BoardStore boards,
            Background background,
            @Qualifier("scoringTimers") Scheduler scoringTimers,
            Clock clock) {
        return new ScoringDesk(
                competitionDesk,
                teamDesk,
                submissionStore,
                scorer,
                line,
                rescorings,
                boards,
                background,
                scoringTimers,
                clock);
    }

    @Bean
    SubmissionDesk submissionDesk(
            CompetitionDesk competitionDesk,
            TeamDesk teamDesk,
            ScoringDesk scoringDesk,
            SubmissionStore submissionStore,
            @Qualifier("authorListings") ListingStore authorListings,
            Students students,
            BoardStore boards,
            @Qualifier("submissionFiles") FileStore submissionFiles,
            SketchStore sketches,
            IdSource ids,
            Clock clock) {
        return new SubmissionDesk(
                competitionDesk,
                teamDesk,
                scoringDesk,
                submissionStore,
                authorListings,
                students,
                boards,
                submissionFiles,
                sketches,
                ids,
                clock);
    }

    @Bean
    Erasures erasures(SubmissionDesk submissionDesk, TeamDesk teamDesk, Students students) {
        return new Erasures(submissionDesk, teamDesk, students);
    }

    @Bean
    TeamApi teamApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            SubmissionDesk submissionDesk,
            Idempotency idempotency,
            Cursors cursors,
            IdSource ids,
            Clock clock) {
        return new TeamApi(
                competitionAccess, teamDesk, submissionDesk, idempotency, cursors, ids, clock);
    }

    @Bean
    SubmissionApi submissionApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            SubmissionDesk submissionDesk,
            Idempotency idempotency,
            Cursors cursors,
            Texts texts,
            IdSource ids,
            Clock clock) {
        return new SubmissionApi(
                competitionAccess,
                teamDesk,
                submissionDesk,
                idempotency,
                cursors,
                texts,
                ids,
                clock);
    }

    @Bean
    BoardApi boardApi(CompetitionAccess competitionAccess, BoardStore boards, JsonMapper json) {
        return new BoardApi(competitionAccess, boards, json);
    }

    @Bean
    RescoringDesk rescoringDesk(
            CompetitionDesk competitionDesk,
            ContestFiles contestFiles,
            TeamDesk teamDesk,
            SubmissionDesk submissionDesk,
            Scorer scorer,
            ScoringDesk scoringDesk,
            BoardStore boards,
            RescoringStore rescorings,
            Background background,
            @Qualifier("scoringTimers") Scheduler scoringTimers,
            Clock clock) {
        return new RescoringDesk(
                competitionDesk,
                contestFiles,
                teamDesk,
                submissionDesk,
                scorer,
                scoringDesk,
                boards,
                rescorings,
                background,
                scoringTimers,
                clock);
    }

    @Bean
    RescoringApi rescoringApi(
            CompetitionAccess competitionAccess,
            RescoringDesk rescoringDesk,
            Idempotency idempotency,
            Texts texts,
            Clock clock) {
        return new RescoringApi(competitionAccess, rescoringDesk, idempotency, texts, clock);
    }

    @Bean
    StuckApi stuckApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            LineStore line,
            RescoringStore rescorings) {
        return new StuckApi(competitionAccess, teamDesk, line, rescorings);
    }

    @Bean
    MergeApi mergeApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            MergeDesk mergeDesk,
            Idempotency idempotency,
            Cursors cursors,
            IdSource ids,
            Clock clock) {
        return new MergeApi(
                competitionAccess, teamDesk, mergeDesk, idempotency, cursors, ids, clock);
    }

    @Bean
    TrialApi trialApi(
            CompetitionAccess competitionAccess,
            TeamDesk teamDesk,
            SubmissionDesk submissionDesk,
            MongoDatabase database,
            Texts texts,
            Cursors cursors,
            Clock clock) {
        return new TrialApi(
                competitionAccess,
                teamDesk,
                submissionDesk,
                new SharedTrialStore(database),
                texts,
                cursors,
                clock);
    }

    /** What a process of the service does for submissions without being asked. */
    @Bean
    TeamUpkeep teamUpkeep(
            TeamDesk teamDesk,
            SubmissionDesk submissionDesk,
            ScoringDesk scoringDesk,
            RescoringDesk rescoringDesk,
            TeamLeavers teamLeavers,
            Erasures erasures) {
        return new TeamUpkeep(
                Mono.defer(teamDesk::catchUp)
                        .then(Mono.defer(scoringDesk::catchUp))
                        .then(Mono.defer(rescoringDesk::catchUp))
                        .then(Mono.defer(teamLeavers::lookAtAll))
                        .then(Mono.defer(erasures::lookAtAll)),
                new Upkeep.Chore(
                        Duration.ofSeconds(2), "submissions that nobody scores", scoringDesk::tick),
                new Upkeep.Chore(
                        Duration.ofSeconds(5),
                        "submissions that never stood in line",
                        scoringDesk::decide),
                new Upkeep.Chore(Duration.ofSeconds(2), "scores to make anew", rescoringDesk::tick),
                new Upkeep.Chore(
                        Duration.ofDays(1), "files of no submission", submissionDesk::sweep),
                new Upkeep.Chore(
                        Duration.ofDays(1), "scores that nobody proposes", rescoringDesk::sweep));
    }

    /**
     * @param leftBehind as {@link Upkeep} has it
     */
    public record TeamUpkeep(
            Mono<Void> leftBehind,
            Upkeep.Chore again,
            Upkeep.Chore decided,
            Upkeep.Chore anew,
            Upkeep.Chore swept,
            Upkeep.Chore forgotten) {}
}
