package bootcamp.bench;

import bootcamp.review.box.Box;
import bootcamp.review.box.Measure;
import bootcamp.review.box.PublishedFigures;
import bootcamp.review.box.Review;
import bootcamp.review.school.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The published figures of 100,000 reviews. */
final class Summaries implements Benchmark {

    private static final int TARGETS = 1_000;
    private static final int REVIEWS = 100;
    private static final int RATINGS = 10;

    private final Duration window;
    private final List<Box> boxes = new ArrayList<>();
    private final byte[] ratings = new byte[TARGETS * REVIEWS];

    /** Read by everything that is measured, so that nothing is left out as without use. */
    private volatile double sink;

    Summaries(Duration window) {
        this.window = window;
    }

    @Override
    public String id() {
        return "SUMMARIES";
    }

    @Override
    public String title() {
        return "all figures of 1,000 targets with 100 reviews each, of which all questions answered";
    }

    @Override
    public String limitTitle() {
        return "one pass over the ratings as a primitive array: count, sum and distribution";
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.bounded("", "ms", 1_000));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "targets", String.valueOf(TARGETS),
                "reviews of each", String.valueOf(REVIEWS),
                "window", window.toString());
    }

    @Override
    public void prepare() {
        Random random = new Random(20_240_102);
        for (int target = 0; target < TARGETS; target++) {
            List<Review> reviews = new ArrayList<>();
            for (int each = 0; each < REVIEWS; each++) {
                Map<Measure, Integer> values = new EnumMap<>(Measure.class);
                for (Measure measure : Measure.values()) {
                    values.put(
                            measure,
                            measure.min() + random.nextInt(measure.max() - measure.min() + 1));
                }
                ratings[target * REVIEWS + each] =
                        Objects.requireNonNull(values.get(Measure.RATING)).byteValue();
                reviews.add(
                        new Review(
                                "r" + each,
                                values,
                                values,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of()));
            }
            boxes.add(new Box("t" + target, reviews));
        }
    }

    @Override
    public Map<String, Double> limit() {
        return Map.of("", Rate.millisEach(window, this::pass));
    }

    private void pass() {
        double means = 0;
        for (int target = 0; target < TARGETS; target++) {
            int[] counts = new int[RATINGS + 1];
            int sum = 0;
            for (int each = 0; each < REVIEWS; each++) {
                byte rating = ratings[target * REVIEWS + each];
                counts[rating]++;
                sum += rating;
            }
            means += (double) sum / REVIEWS + counts[RATINGS];
        }
        sink = means;
    }

    @Override
    public Map<String, Double> ours() {
        return Map.of("", Rate.millisEach(window, this::figuresOfAll));
    }

    private void figuresOfAll() {
        double means = 0;
        for (Box box : boxes) {
            Double mean = PublishedFigures.of(Kind.SESSION, box.visible(), REVIEWS).mean();
            means += mean == null ? 0 : mean;
        }
        sink = means;
    }

    @Override
    public void close() {
        sink = 0;
    }
}
