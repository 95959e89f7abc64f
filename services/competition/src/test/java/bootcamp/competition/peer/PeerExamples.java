package bootcamp.competition.peer;

import bootcamp.competition.CompetitionApplication;
import bootcamp.competition.CompetitionEvent.OfPeerContribution;
import bootcamp.competition.contest.ContestExamples;
import bootcamp.competition.peer.PeerCommand.Rate;
import bootcamp.competition.peer.PeerCommand.TellFigures;
import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.platform.aggregate.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of contributions: one story for the examples, and any number by chance. */
public final class PeerExamples {

    static final Instant UNTIL = ContestExamples.NOW.plus(PeerContribution.OPEN_FOR);
    static final Set<String> THREE = Set.of("student-1", "student-2", "student-3");

    private static final int PARTITIONS = 12;
    private static final int STEPS = 30;
    private static final String TEAM = "team-first";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = ContestExamples.NOW;
    private final AggregatesInMemory<PeerContribution, PeerCommand, OfPeerContribution>
            contributions =
                    new AggregatesInMemory<>(
                            PeerContribution.TYPE,
                            CompetitionApplication.NAME,
                            PARTITIONS,
                            this::now,
                            said::add);

    private PeerExamples() {}

    private Instant now() {
        return now;
    }

    static Rate rate(
            Set<String> members, String raterId, Map<String, Integer> ratings, Instant at) {
        return new Rate(
                "competition-first",
                List.of(ContestExamples.COHORT),
                members,
                raterId,
                ratings,
                UNTIL,
                at);
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        PeerExamples story = new PeerExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        PeerExamples story = new PeerExamples();
        story.told();
        return List.of(story.contributions.repeated(TEAM));
    }

    /** By chance; the same for a seed. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        PeerExamples history = new PeerExamples();
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            history.now = history.now.plusSeconds(random.nextInt(50_000));
            history.contributions.transact("team-" + random.nextInt(3), history.any(random));
        }
        return List.copyOf(history.said);
    }

    private PeerCommand any(Random random) {
        Set<String> members = new TreeSet<>(THREE);
        if (random.nextInt(4) == 0) {
            members.remove("student-" + (1 + random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            return new TellFigures(members, now);
        }
        Map<String, Integer> ratings = new HashMap<>();
        members.forEach(each -> ratings.put(each, 1 + random.nextInt(5)));
        return rate(members, "student-" + (1 + random.nextInt(3)), ratings, now);
    }

    private void told() {
        rates("student-1", 5, 3, 4);
        rates("student-2", 2, 5, 1);
        rates("student-3", 3, 3, 3);
        now = UNTIL;
        done(contributions.transact(TEAM, new TellFigures(THREE, now)));
    }

    private void rates(String raterId, int first, int second, int third) {
        Map<String, Integer> ratings =
                Map.of("student-1", first, "student-2", second, "student-3", third);
        done(contributions.transact(TEAM, rate(THREE, raterId, ratings, now)));
    }

    private static void done(Optional<Refusal> refusal) {
        refusal.ifPresent(
                refused -> {
                    throw new AssertionError("refused: " + refused.code());
                });
    }
}
