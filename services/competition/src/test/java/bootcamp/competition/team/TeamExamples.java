package bootcamp.competition.team;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfTeam;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.scoring.Metric.Direction;
import bootcamp.competition.team.TeamCommand.ChoosePicks;
import bootcamp.competition.team.TeamCommand.FoundTeam;
import bootcamp.competition.team.TeamCommand.JoinTeam;
import bootcamp.competition.team.TeamCommand.LeaveTeam;
import bootcamp.competition.team.TeamCommand.SettleAttempt;
import bootcamp.competition.team.TeamCommand.TakeAttempt;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of teams: one story for the examples, and any number by chance. */
public final class TeamExamples {

    static final Standing STANDING = new Standing(Direction.HIGHER, 5, null, null);

    private static final int PARTITIONS = 12;
    private static final int STEPS = 80;
    private static final String FIRST = "team-first";

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
        return switch (random.nextInt(8)) {
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
                            : found(student, now);
            case 4, 5 -> take("key-" + random.nextInt(30), student, 3, now);
            case 6 ->
                    new SettleAttempt(
                            submission,
                            random.nextBoolean() ? null : entry(submission, 0.5, now),
                            now);
            default -> new ChoosePicks(student, List.of(entry(submission, 0.5, now)), 2, now);
        };
    }

    private void told() {
        String submission = FIRST + "-00001";
        does(found("student-first", now));
        does(new JoinTeam("student-second", "code", 2, List.of(ContestExamples.COHORT), now));
        does(take("key-first", "student-second", 5, now));
        does(new SettleAttempt(submission, entry(submission, 0.5, now), now));
        does(new ChoosePicks("student-first", List.of(entry(submission, 0.5, now)), 2, now));
        does(new LeaveTeam("student-second", false, now));
    }

    private void does(TeamCommand command) {
        teams.transact(FIRST, command)
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

    static Entry entry(String submissionId, double score, Instant at) {
        return new Entry(submissionId, score, score / 2, null, null, at);
    }
}
