package bootcamp.curriculum.team;

import static bootcamp.curriculum.Plans.COHORT;

import bootcamp.curriculum.CurriculumApplication;
import bootcamp.curriculum.CurriculumEvent.OfParticipation;
import bootcamp.curriculum.CurriculumEvent.OfTeams;
import bootcamp.curriculum.Plans;
import bootcamp.curriculum.team.ParticipationCommand.ConfirmParticipants;
import bootcamp.curriculum.team.ParticipationCommand.ProposeParticipants;
import bootcamp.curriculum.team.ParticipationCommand.SetParticipants;
import bootcamp.curriculum.team.Team.Member;
import bootcamp.curriculum.team.TeamCommand.ChangeTeam;
import bootcamp.curriculum.team.TeamCommand.DissolveTeam;
import bootcamp.curriculum.team.TeamCommand.FormTeam;
import bootcamp.curriculum.team.TeamCommand.ReleaseMembers;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.aggregate.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What is said of teams and who took part: one story for the examples, and any by chance. */
public final class TeamExamples {

    private static final int PARTITIONS = 12;
    private static final int STEPS = 80;
    private static final int STUDENTS = 6;
    private static final String FIRST = "team-first";
    private static final String SECOND = "team-second";
    private static final String ACTIVITY = "session-activity";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Plans.NOW;
    private final AggregatesInMemory<Teams, TeamCommand, OfTeams> teams =
            new AggregatesInMemory<>(
                    Teams.TYPE, CurriculumApplication.NAME, PARTITIONS, this::now, said::add);
    private final AggregatesInMemory<Participation, ParticipationCommand, OfParticipation>
            participations =
                    new AggregatesInMemory<>(
                            Participation.TYPE,
                            CurriculumApplication.NAME,
                            PARTITIONS,
                            this::now,
                            said::add);

    private TeamExamples() {}

    private Instant now() {
        return now;
    }

    static List<Member> members(int... students) {
        return Arrays.stream(students)
                .mapToObj(each -> new Member("student-" + each, "Student " + each))
                .toList();
    }

    static List<String> ids(int... students) {
        return Arrays.stream(students).mapToObj(each -> "student-" + each).toList();
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
        return List.of(story.teams.repeated(COHORT), story.participations.repeated(ACTIVITY));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        TeamExamples history = new TeamExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(3600));
            history.teams.transact(COHORT, history.anyOfTeams(random));
            history.participations.transact(
                    "session-" + random.nextInt(2), history.anyOfParticipants(random));
        }
        return List.copyOf(history.said);
    }

    private TeamCommand anyOfTeams(Random random) {
        String team = "team-" + random.nextInt(4);
        return switch (random.nextInt(8)) {
            case 0 -> new DissolveTeam(team, Plans.staff(now));
            case 1 -> new ReleaseMembers(Set.of("student-" + random.nextInt(STUDENTS)), now);
            case 2, 3 -> new ChangeTeam(team, null, members(some(random)), Plans.staff(now));
            default ->
                    new FormTeam(
                            team, COHORT, "Name " + team, members(some(random)), Plans.staff(now));
        };
    }

    private ParticipationCommand anyOfParticipants(Random random) {
        String team = "team-" + random.nextInt(2);
        String student = "student-" + random.nextInt(STUDENTS);
        return switch (random.nextInt(12)) {
            case 0 ->
                    new SetParticipants(COHORT, ids(some(random)), asked(random), Plans.staff(now));
            case 1, 2, 3 ->
                    new ConfirmParticipants(
                            team,
                            1 + random.nextInt(2),
                            random.nextBoolean() ? student : null,
                            Plans.staff(now));
            default ->
                    new ProposeParticipants(
                            COHORT, team, ids(some(random)), asked(random), student, now);
        };
    }

    private static @Nullable List<String> asked(Random random) {
        return random.nextBoolean() ? null : ids(some(random));
    }

    private static int[] some(Random random) {
        return IntStream.range(0, STUDENTS).filter(_ -> random.nextInt(3) == 0).toArray();
    }

    private void told() {
        does(new FormTeam(FIRST, COHORT, "Attention", members(1, 2, 3), Plans.staff(now)));
        does(new FormTeam(SECOND, COHORT, "주의", members(4, 5), Plans.staff(now)));
        says(
                new ProposeParticipants(
                        COHORT, FIRST, ids(1, 2, 3), ids(1, 2, 3, 4, 5), "student-1", now));
        says(new ConfirmParticipants(FIRST, 1, "student-2", Plans.staff(now)));
        says(new ProposeParticipants(COHORT, SECOND, ids(4), null, "student-4", now));
        does(new ChangeTeam(FIRST, null, members(1, 2), Plans.staff(now)));
        does(new ReleaseMembers(Set.of("student-2"), now));
        does(new DissolveTeam(SECOND, Plans.staff(now)));
        says(new SetParticipants(COHORT, ids(1, 2, 5), null, Plans.staff(now)));
    }

    private void does(TeamCommand command) {
        done(command, teams.transact(COHORT, command));
    }

    private void says(ParticipationCommand command) {
        done(command, participations.transact(ACTIVITY, command));
    }

    private void done(Object command, Optional<Refusal> refused) {
        refused.ifPresent(
                refusal -> {
                    throw new AssertionError(command + " was refused: " + refusal.code());
                });
        now = now.plus(Duration.ofMinutes(5));
    }
}
