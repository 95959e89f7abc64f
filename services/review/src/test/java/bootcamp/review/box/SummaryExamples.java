package bootcamp.review.box;

import bootcamp.platform.aggregate.AggregatesInMemory;
import bootcamp.review.ReviewApplication;
import bootcamp.review.ReviewEvent.OfSummary;
import bootcamp.review.box.ReviewSummary.PublishFigures;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is said of reviews: one story for the examples, and any number by chance. */
public final class SummaryExamples {

    static final Target TARGET = new Target(Kind.SESSION, "session-first", "cohort-first");

    private static final int PARTITIONS = 12;
    private static final int DAYS = 30;
    private static final int WRITERS = 25;
    private static final String FIRST = "summary-first";

    private final List<ProducerRecord<String, byte[]>> said = new ArrayList<>();
    private Instant now = Instant.parse("2025-03-03T00:00:00Z");
    private final AggregatesInMemory<ReviewSummary, PublishFigures, OfSummary> summaries =
            new AggregatesInMemory<>(
                    ReviewSummary.TYPE, ReviewApplication.NAME, PARTITIONS, this::now, said::add);

    private SummaryExamples() {}

    private Instant now() {
        return now;
    }

    /** The records in the order in which they were written. */
    public static List<ProducerRecord<String, byte[]>> records() {
        SummaryExamples story = new SummaryExamples();
        story.told();
        return List.copyOf(story.said);
    }

    /** What is sent again where nothing is new: the state without changes. */
    public static List<ProducerRecord<String, byte[]>> repeated() {
        SummaryExamples story = new SummaryExamples();
        story.told();
        return List.of(story.summaries.repeated(FIRST));
    }

    private void told() {
        Box box = Box.empty(TARGET.key());
        for (int each = 0; each < Box.STEP; each++) {
            box = box.with("review-" + each, told(6 + each % 4), null);
        }
        publish(FIRST, TARGET, PublishedFigures.of(TARGET.kind(), box.visible(), 8));
    }

    private static Map<Measure, Integer> told(int rating) {
        Map<Measure, Integer> told = new EnumMap<>(Measure.class);
        told.put(Measure.RATING, rating);
        told.put(Measure.RECOMMEND, rating + 1);
        told.put(Measure.DEPTH, 1 + rating % 5);
        return told;
    }

    /** By chance; the same for a seed: reviews come, change and go, and every day is published. */
    public static List<ProducerRecord<String, byte[]>> of(long seed) {
        return of(seed, "cohort-first");
    }

    /** The same of a target of this cohort. */
    public static List<ProducerRecord<String, byte[]>> of(long seed, String cohortId) {
        SummaryExamples history = new SummaryExamples();
        Random random = new Random(seed);
        // No other service hears of a week.
        Kind[] kinds = EnumSet.complementOf(EnumSet.of(Kind.PULSE)).toArray(Kind[]::new);
        Target target = new Target(kinds[random.nextInt(kinds.length)], "target-" + seed, cohortId);
        boolean alike = random.nextInt(4) == 0;
        Box box = Box.empty(target.key());
        for (int day = 0; day < DAYS; day++) {
            for (int each = random.nextInt(6); each > 0; each--) {
                String id = "review-" + random.nextInt(WRITERS);
                box =
                        random.nextInt(5) == 0
                                ? box.without(id)
                                : box.with(id, told(alike ? 9 : 1 + random.nextInt(9)), null);
            }
            history.publish(
                    "summary-" + seed,
                    target,
                    PublishedFigures.of(target.kind(), box.visible(), random.nextInt(3) * WRITERS));
        }
        return List.copyOf(history.said);
    }

    /** A history of several topics with two targets of each of its cohorts among it. */
    public static List<ProducerRecord<String, byte[]>> among(
            List<ProducerRecord<String, byte[]>> others, long seed) {
        Random random = new Random(seed);
        List<ProducerRecord<String, byte[]>> own = new ArrayList<>();
        others.stream()
                .map(ProducerRecord::key)
                .filter(key -> key.startsWith("Cohort/"))
                .distinct()
                .map(key -> key.substring("Cohort/".length()))
                .forEach(
                        cohortId -> {
                            own.addAll(of(random.nextInt(1_000_000), cohortId));
                            own.addAll(of(random.nextInt(1_000_000), cohortId));
                        });
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        int told = 0;
        for (ProducerRecord<String, byte[]> each : others) {
            while (told < own.size() && random.nextInt(3) == 0) {
                all.add(own.get(told++));
            }
            all.add(each);
        }
        all.addAll(own.subList(told, own.size()));
        return all;
    }

    private void publish(String id, Target target, PublishedFigures figures) {
        summaries.transact(id, new PublishFigures(target, "Transformers, part 2", figures));
        now = now.plus(Duration.ofDays(1));
    }
}
