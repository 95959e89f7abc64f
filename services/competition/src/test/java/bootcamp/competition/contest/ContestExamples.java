package bootcamp.competition.contest;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfCompetition;
import bootcamp.competition.CompetitionEvent.Stamp;
import bootcamp.competition.contest.CompetitionCommand.AddFile;
import bootcamp.competition.contest.CompetitionCommand.ArchiveCompetition;
import bootcamp.competition.contest.CompetitionCommand.CloseCompetition;
import bootcamp.competition.contest.CompetitionCommand.DiscardRescoring;
import bootcamp.competition.contest.CompetitionCommand.DraftCompetition;
import bootcamp.competition.contest.CompetitionCommand.EditCompetition;
import bootcamp.competition.contest.CompetitionCommand.FailRescoring;
import bootcamp.competition.contest.CompetitionCommand.ProposeRescoring;
import bootcamp.competition.contest.CompetitionCommand.PublishCompetition;
import bootcamp.competition.contest.CompetitionCommand.PublishRescoring;
import bootcamp.competition.contest.CompetitionCommand.RemoveFile;
import bootcamp.competition.contest.CompetitionCommand.SetSolution;
import bootcamp.competition.contest.Generations.Failure;
import bootcamp.platform.aggregate.AggregatesInMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of competitions: one story for the examples, and any number by chance. */
public final class ContestExamples {

    /** In no record that leaves. */
    public static final String CANARY = "canary-of-labels";

    public static final String COHORT = "cohort-first";
    public static final Instant NOW = Instant.parse("2025-03-03T00:00:00Z");

    private static final int PARTITIONS = 12;
    private static final int STEPS = 60;
    private static final String FIRST = "competition-first";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = NOW;
    private final AggregatesInMemory<Competition, CompetitionCommand, OfCompetition> competitions =
            new AggregatesInMemory<>(
                    Competition.TYPE,
                    CompetitionApplication.NAME,
                    PARTITIONS,
                    this::now,
                    said::add);

    private ContestExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        ContestExamples story = new ContestExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        ContestExamples story = new ContestExamples();
        story.told();
        return List.of(story.competitions.repeated(FIRST));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        ContestExamples history = new ContestExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(40_000));
            String id = "competition-" + random.nextInt(4);
            history.competitions.transact(id, history.any(random, id));
        }
        return List.copyOf(history.said);
    }

    private CompetitionCommand any(Random random, String id) {
        Competition state = competitions.find(id).state();
        CompetitionPlan before = state.plan();
        Generations generations = state.generations();
        CompetitionPlan present = before == null ? plan("Cats", 5) : before;
        return switch (random.nextInt(15)) {
            case 0, 1 -> new DraftCompetition(plan("Cats", 5), staff(now));
            case 2 -> new EditCompetition(present, plan("Dogs", 1 + random.nextInt(9)), staff(now));
            case 3, 4 -> new SetSolution(labels(), present, staff(now));
            case 5 -> new AddFile(file(), staff(now));
            case 6 -> new RemoveFile(CANARY, staff(now));
            case 7 -> new PublishCompetition(staff(now));
            case 8 -> new CloseCompetition(now, random.nextBoolean() ? "staff" : null);
            case 9 ->
                    random.nextInt(4) == 0
                            ? new ArchiveCompetition(staff(now))
                            : new PublishCompetition(staff(now));
            case 10 ->
                    new ProposeRescoring(
                            corrected(random.nextBoolean() ? "f1-macro" : "mcc"),
                            generations.present(),
                            staff(now));
            case 11, 12 -> new PublishRescoring(generations.numbered(), "Two labels", staff(now));
            case 13 -> new FailRescoring(generations.numbered(), Failure.SCORING_FAILED, now);
            default -> new DiscardRescoring(generations.numbered(), staff(now));
        };
    }

    private void told() {
        CompetitionPlan first = plan("Cats", 5);
        does(new DraftCompetition(first, staff(now)));
        does(new EditCompetition(first, plan("Cats and dogs", 3), staff(now)));
        does(new SetSolution(labels(), plan("Cats and dogs", 3), staff(now)));
        does(new AddFile(file(), staff(now)));
        does(new RemoveFile(CANARY, staff(now)));
        does(new PublishCompetition(staff(now)));
        does(new ProposeRescoring(corrected("mcc"), 1, staff(now)));
        does(new FailRescoring(2, Failure.LABELS_UNREADABLE, now));
        does(new DiscardRescoring(2, staff(now)));
        does(new ProposeRescoring(corrected("f1-macro"), 1, staff(now)));
        does(new PublishRescoring(3, "Two labels were wrong.", staff(now)));
        now = first.ends();
        does(new CloseCompetition(now, null));
        does(new ArchiveCompetition(staff(now)));
    }

    private void does(CompetitionCommand command) {
        competitions
                .transact(FIRST, command)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(command + " was refused: " + refusal.code());
                        });
        now = now.plus(Duration.ofMinutes(5));
    }

    // ---- what others tell of it

    /** In Seoul, from the first to the twelfth of March 2025. */
    public static CompetitionPlan plan(String title, int dailyLimit) {
        return new CompetitionPlan(
                List.of(COHORT),
                title,
                "module-first",
                "f1-macro",
                Map.of(),
                null,
                LocalDateTime.parse("2025-03-01T09:00"),
                LocalDateTime.parse("2025-03-12T18:00"),
                "Asia/Seoul",
                dailyLimit,
                3,
                2,
                5,
                null,
                PublicScores.EXACT,
                LocalDateTime.parse("2025-03-10T18:00"));
    }

    static Labels labels() {
        return new Labels(0, CANARY, 100, CANARY, 7, 30, 70, NOW, null);
    }

    /** Other labels, by a metric of the same kind. */
    static Basis corrected(String metric) {
        return new Basis(
                new Labels(0, "corrected", 100, CANARY + "-corrected", 7, 30, 70, NOW, CANARY),
                metric,
                Map.of(),
                0);
    }

    static DataFile file() {
        return new DataFile(CANARY, CANARY, 10, CANARY, NOW);
    }

    public static Stamp staff(Instant at) {
        return new Stamp(at, "staff");
    }
}
