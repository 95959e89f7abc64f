package bootcamp.competition.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a competition is scored by, with its options; definitions and sources are in
 * docs/metrics.md.
 *
 * @param cut of {@code map@K} and its like: how many of the first count; {@link #ALL}: all, or the
 *     metric has none
 * @param options by name, without those that are as usual
 */
public record Metric(Kind kind, int cut, Map<String, String> options) {

    /** No cut. */
    public static final int ALL = Integer.MAX_VALUE;

    private static final Pattern NAME = Pattern.compile("([a-z0-9-]+?)(?:@([1-9][0-9]{0,5}|all))?");

    /** Which score is better. */
    public enum Direction {
        HIGHER,
        LOWER
    }

    /** Metrics whose labels and predictions are read the same way. */
    enum Family {
        /** One of the labels. */
        LABEL(Set.of("positive")),
        /** A number. */
        NUMBER(Set.of()),
        /** One probability, or one for each label. */
        PROBABILITY(Set.of("positive", "clip")),
        /** Ids separated by blanks, the best first. */
        ITEMS(Set.of()),
        /** A score for each item of a query. */
        GRADES(Set.of("gain", "relevant")),
        TEXT(Set.of("tokens")),
        /** An image of 0 and 1. */
        MASK(Set.of());

        private final Set<String> options;

        Family(Set<String> options) {
            this.options = options;
        }
    }

    /** The metrics there are. */
    public enum Kind {
        ACCURACY("accuracy", Family.LABEL, Direction.HIGHER),
        BALANCED_ACCURACY("balanced-accuracy", Family.LABEL, Direction.HIGHER),
        F1_BINARY("f1-binary", Family.LABEL, Direction.HIGHER),
        F1_MACRO("f1-macro", Family.LABEL, Direction.HIGHER),
        F1_MICRO("f1-micro", Family.LABEL, Direction.HIGHER),
        F1_WEIGHTED("f1-weighted", Family.LABEL, Direction.HIGHER),
        MCC("mcc", Family.LABEL, Direction.HIGHER),
        QWK("qwk", Family.LABEL, Direction.HIGHER),
        MEAN_IOU("mean-iou", Family.LABEL, Direction.HIGHER),
        LOG_LOSS("log-loss", Family.PROBABILITY, Direction.LOWER),
        ROC_AUC("roc-auc", Family.PROBABILITY, Direction.HIGHER),
        ROC_AUC_OVR_MACRO("roc-auc-ovr-macro", Family.PROBABILITY, Direction.HIGHER),
        MAE("mae", Family.NUMBER, Direction.LOWER),
        RMSE("rmse", Family.NUMBER, Direction.LOWER),
        RMSLE("rmsle", Family.NUMBER, Direction.LOWER),
        R2("r2", Family.NUMBER, Direction.HIGHER),
        MAPE("mape", Family.NUMBER, Direction.LOWER),
        PEARSON("pearson", Family.NUMBER, Direction.HIGHER),
        SPEARMAN("spearman", Family.NUMBER, Direction.HIGHER),
        MAP("map", Family.ITEMS, Direction.HIGHER),
        NDCG("ndcg", Family.ITEMS, Direction.HIGHER),
        MAP_GRADED("map-graded", Family.GRADES, Direction.HIGHER),
        NDCG_GRADED("ndcg-graded", Family.GRADES, Direction.HIGHER),
        ROUGE_1("rouge-1", Family.TEXT, Direction.HIGHER),
        ROUGE_2("rouge-2", Family.TEXT, Direction.HIGHER),
        ROUGE_L("rouge-l", Family.TEXT, Direction.HIGHER),
        MASK_IOU("mask-iou", Family.MASK, Direction.HIGHER);

        private final String word;
        private final Family family;
        private final Direction direction;

        Kind(String word, Family family, Direction direction) {
            this.word = word;
            this.family = family;
            this.direction = direction;
        }

        Family family() {
            return family;
        }

        boolean hasCut() {
            return family == Family.ITEMS || family == Family.GRADES;
        }

        /** As it is named, a cut being K. */
        String name(String cut) {
            return hasCut() ? word + "@" + cut : word;
        }
    }

    public Metric {
        options = Map.copyOf(options);
    }

    /**
     * By its name, such as {@code f1-macro} or {@code map@12}.
     *
     * @throws IllegalArgumentException if there is none, or an option is not one of its own or has
     *     no such value; the message says what there is
     */
    public static Metric named(String name, Map<String, String> options) {
        Matcher parts = NAME.matcher(name);
        Optional<Kind> kind =
                parts.matches()
                        ? Arrays.stream(Kind.values())
                                .filter(each -> each.word.equals(parts.group(1)))
                                .filter(each -> each.hasCut() == (parts.group(2) != null))
                                .findFirst()
                        : Optional.empty();
        if (kind.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no metric %s; there are %s."
                            .formatted(name, String.join(", ", names())));
        }
        String cut = parts.group(2);
        Metric metric =
                new Metric(
                        kind.get(),
                        cut == null || cut.equals("all") ? ALL : Integer.parseInt(cut),
                        options);
        metric.checkOptions();
        return metric;
    }

    /** Of all metrics, a cut being K. */
    public static List<String> names() {
        return Arrays.stream(Kind.values()).map(each -> each.name("K")).toList();
    }

    public String name() {
        return kind.name(cut == ALL ? "all" : String.valueOf(cut));
    }

    public Direction direction() {
        return kind.direction;
    }

    /** Whether it reads the same files and calls the same scores better. */
    public boolean mayReplace(Metric other) {
        return kind.family == other.kind.family && kind.direction == other.kind.direction;
    }

    private void checkOptions() {
        for (String option : new TreeSet<>(options.keySet())) {
            if (!kind.family.options.contains(option)) {
                throw new IllegalArgumentException(
                        "%s has no option %s; it has %s."
                                .formatted(
                                        name(),
                                        option,
                                        kind.family.options.isEmpty()
                                                ? "none"
                                                : String.join(
                                                        ", ", new TreeSet<>(kind.family.options))));
            }
        }
        oneOf("tokens", "space", "char");
        oneOf("gain", "linear", "exponential");
        number("clip", 0, 0.5);
        number("relevant", -1e9, 1e9);
    }

    private void oneOf(String option, String first, String second) {
        String value = option(option, first);
        if (!value.equals(first) && !value.equals(second)) {
            throw new IllegalArgumentException(
                    "The option %s is %s or %s.".formatted(option, first, second));
        }
    }

    private void number(String option, double above, double below) {
        if (options.containsKey(option)) {
            double value = number(option, Double.NaN);
            if (!(value > above && value < below)) {
                throw new IllegalArgumentException(
                        "The option %s is a number above %s and below %s."
                                .formatted(option, above, below));
            }
        }
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    double number(String name, double otherwise) {
        String value = options.get(name);
        return value == null ? otherwise : Numbers.parse(value.toCharArray(), 0, value.length());
    }
}
