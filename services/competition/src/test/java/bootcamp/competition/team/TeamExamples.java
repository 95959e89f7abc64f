package bootcamp.competition.team;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.contest.Generations.Numbers;
import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.team.TeamCommand.AskToMerge;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.EndMerge;
import bootcamp.competition.team.TeamCommand.EndTeam;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.KeepTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.MergeTerms;
import bootcamp.competition.team.TeamCommand.PrepareScores;
import bootcamp.competition.team.TeamCommand.ProposeMerge;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.competition.team.TeamCommand.TakeTeam;
import bootcamp.competition.team.TeamCommand.UnnameTeam;
import bootcamp.competition.team.TeamCommand.YieldTeam;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What is said of teams: one story for the examples, and any number by chance. */
public final class TeamExamples {

    static final Standing STANDING = new Standing(Direction.HIGHER, 5, null, null);

    /** The first generation, and a second that is proposed. */
    static final Numbers BOTH = new Numbers(1, 2, 2);

    private static final int PARTITIONS = 12;
    private static final int STEPS = 80;
    private static final String FIRST = "team-first";
    private static final String SECOND = "team-second";

    /** Within which any two merge, for many years. */
    static final MergeTerms MERGE_TERMS =
            new MergeTerms(
                    Instant.parse("2040-01-01T00:00:00Z"),
                    20,
                    1_000,
                    2,
                    List.of(ContestExamples.COHORT),
                    new Numbers(1, null, 2));

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = ContestExamples.NOW;
    private final AggregatesInMemory<Team, TeamCommand, OfTeam> teams =
            new AggregatesInMemory<>(
                    Team.TYPE, CompetitionApplication.NAME, PARTITIONS, this::now, said::add);

    private TeamExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        TeamExamples story = new TeamExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        TeamExamples story = new TeamExamples();
        story.told();
        return List.of(story.teams.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        TeamExamples history = new TeamExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(20_000));
            String id = "team-" + random.nextInt(3);
            history.teams.transact(id, history.any(random, id));
        }
        return List.copyOf(history.said);
    }

    private TeamCommand any(Random random, String id) {
        String student = "student-" + random.nextInt(3);
        String submission = "%s-%05d".formatted(id, 1 + random.nextInt(9));
        return switch (random.nextInt(13)) {
            case 12 -> prepared(teams.find(id).state().ledger(), Scores.none(2), now);
            case 8 ->
                    new AskToMerge(
                            id + "-merge" + random.nextInt(2),
                            "team-" + random.nextInt(3),
                            student,
                            null,
                            MERGE_TERMS,
                            now);
            case 9 -> {
                String from = "team-" + random.nextInt(3);
                yield new ProposeMerge(from + "-merge" + random.nextInt(2), from, MERGE_TERMS, now);
            }
            case 10 -> goes(random, id);
            case 11 ->
                    random.nextBoolean()
                            ? new EndMerge(id + "-merge0", random.nextBoolean(), now)
                            : new KeepTeam(id + "-merge1", now);
            case 0, 1 -> found(student, now);
            case 2 ->
                    new JoinTeam(
                            student,
                            random.nextBoolean() ? "code" : "other",
                            2,
                            List.of(ContestExamples.COHORT),
                            now);
            case 3 ->
                    random.nextInt(4) == 0
                            ? new LeaveTeam(student, random.nextBoolean(), now)
                            : new UnnameTeam(student, now);
            case 4, 5 -> take("key-" + random.nextInt(30), student, 3, now);
            case 6 ->
                    new SettleAttempt(
                            submission,
                            random.nextBoolean() ? Numbers.FIRST_ALONE : BOTH,
                            random.nextBoolean(),
                            random.nextBoolean() ? null : entry(submission, 0.5, now),
                            null,
                            now);
            default ->
                    new ChoosePicks(
                            student,
                            random.nextBoolean() ? Numbers.FIRST_ALONE : BOTH,
                            List.of(entry(submission, 0.5, now)),
                            List.of(),
                            2,
                            now);
        };
    }

    /** In the order in which the service does it, as far as it goes. */
    private TeamCommand goes(Random random, String id) {
        String from = "team-" + random.nextInt(3);
        String mergeId = from + "-merge" + random.nextInt(2);
        teams.transact(from, new YieldTeam(mergeId, id, now));
        Team other = teams.find(from).state();
        if (!from.equals(id) && other.merges().into() != null) {
            teams.transact(id, new TakeTeam(mergeId, other, MERGE_TERMS, now));
            if (teams.find(id).state().merges().hasMerged(mergeId)) {
                teams.transact(from, new EndTeam(mergeId, now));
            }
        }
        return new KeepTeam(mergeId, now);
    }

    private void told() {
        String submission = FIRST + "-00001";
        does(found("student-first", now));
        does(new JoinTeam("student-second", "code", 2, List.of(ContestExamples.COHORT), now));
        does(take("key-first", "student-second", 5, now));
        does(settled(submission, entry(submission, 0.5, now), now));
        does(picked("student-first", List.of(entry(submission, 0.5, now)), now));
        does(prepared(teams.find(FIRST).state().ledger(), Scores.none(2), now));
        does(new LeaveTeam("student-second", false, now));
        does(SECOND, found("student-third", now));
        does(SECOND, take("key-second", "student-third", 5, now));
        asks("merge-first");
        does(FIRST, new EndMerge("merge-first", true, now));
        does(SECOND, new EndMerge("merge-first", true, now));
        asks("merge-second");
        does(SECOND, new YieldTeam("merge-second", FIRST, now));
        does(SECOND, new KeepTeam("merge-second", now));
        does(FIRST, new EndMerge("merge-second", false, now));
        asks("merge-third");
        does(SECOND, new YieldTeam("merge-third", FIRST, now));
        does(FIRST, new TakeTeam("merge-third", teams.find(SECOND).state(), MERGE_TERMS, now));
        does(SECOND, new EndTeam("merge-third", now));
        does(new UnnameTeam("student-first", now));
    }

    private void asks(String mergeId) {
        does(SECOND, new AskToMerge(mergeId, FIRST, "student-third", null, MERGE_TERMS, now));
        does(FIRST, new ProposeMerge(mergeId, SECOND, MERGE_TERMS, now));
    }

    private void does(TeamCommand command) {
        does(FIRST, command);
    }

    private void does(String teamId, TeamCommand command) {
        teams.transact(teamId, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }

    // ---- commands

    static FoundTeam found(String studentId, Instant at) {
        return new FoundTeam(
                "competition-first",
                List.of(ContestExamples.COHORT),
                ContestExamples.CANARY,
                "code",
                STANDING,
                studentId,
                at);
    }

    static TakeAttempt take(String key, String studentId, int dailyLimit, Instant at) {
        OffsetDateTime day = at.atOffset(ZoneOffset.UTC);
        return new TakeAttempt(
                key,
                studentId,
                ContestExamples.CANARY,
                100,
                false,
                day.toLocalDate().toString(),
                day.plusDays(1),
                dailyLimit,
                List.of(ContestExamples.COHORT),
                at);
    }

    static SettleAttempt settled(String submissionId, @Nullable Entry entry, Instant at) {
        return new SettleAttempt(submissionId, Numbers.FIRST_ALONE, entry == null, entry, null, at);
    }

    static ChoosePicks picked(String studentId, List<Entry> picks, Instant at) {
        return new ChoosePicks(studentId, Numbers.FIRST_ALONE, picks, List.of(), 2, at);
    }

    /** Made of what the team has settled and picked. */
    static PrepareScores prepared(Ledger ledger, Scores scores, Instant at) {
        return new PrepareScores(
                BOTH, scores, ledger.settled(), ledger.in(BOTH.present()).pickedIds(), at);
    }

    static Entry entry(String submissionId, double score, Instant at) {
        return new Entry(submissionId, score, score / 2, null, null, at);
    }
}
