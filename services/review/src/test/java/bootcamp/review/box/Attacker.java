package bootcamp.review.box;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to know which student wrote which review of one target, or which report of
 * conduct, and tries all that is written anywhere: values that are on both sides, and that both
 * sides are in the same order by place, by id, by time, by size or by any number. It is given the
 * best of its tries, which it could not know itself.
 */
public final class Attacker {

    /** A student and all that is known of them, or a review and all that is known of it. */
    public record Known(String who, List<Document> documents) {

        public Known with(Document more) {
            return new Known(who, Stream.concat(documents.stream(), Stream.of(more)).toList());
        }

        private Set<Object> values() {
            Set<Object> values = new HashSet<>();
            documents.forEach(each -> collect(each, values));
            return values;
        }

        private static void collect(@Nullable Object of, Set<Object> into) {
            switch (of) {
                case null -> {}
                case Document document -> document.values().forEach(each -> collect(each, into));
                case List<?> list -> list.forEach(each -> collect(each, into));
                default -> into.add(of);
            }
        }

        private String id() {
            return documents.isEmpty()
                    ? ""
                    : String.valueOf(
                            documents
                                    .getFirst()
                                    .getOrDefault("_id", documents.getFirst().get("id")));
        }

        /** Null: nothing here has a time. */
        private @Nullable Date since() {
            return values().stream()
                    .map(
                            each ->
                                    switch (each) {
                                        case Date date -> date;
                                        case ObjectId id -> id.getDate();
                                        default -> null;
                                    })
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }

        /** By their names, what is deepest last. */
        private Map<String, Double> numbers() {
            Map<String, Double> numbers = new HashMap<>();
            documents.forEach(each -> collectNumbers("", each, numbers));
            return numbers;
        }

        private static void collectNumbers(
                String name, @Nullable Object of, Map<String, Double> into) {
            switch (of) {
                case Document document ->
                        document.forEach(
                                (key, each) -> collectNumbers(name + "." + key, each, into));
                case Number number -> into.put(name, number.doubleValue());
                case null, default -> {}
            }
        }

        private int size() {
            return documents.stream().mapToInt(each -> each.toJson().length()).sum();
        }
    }

    /**
     * @param hits of the best way
     */
    public record Success(String way, int hits) {}

    private final Map<String, String> truth;
    private final Map<String, Integer> hits = new HashMap<>();

    /**
     * @param truth the review of each student, by which tries are counted and nothing else
     */
    public Attacker(Map<String, String> truth) {
        this.truth = truth;
    }

    /**
     * Tries everything on one target.
     *
     * @param students in the order in which their tickets were signed
     * @param reviews in the order in which they lie
     */
    public void attack(List<Known> students, List<Known> reviews) {
        byValue(students, reviews);
        Map<String, List<Known>> ofStudents = orders(students);
        Map<String, List<Known>> ofReviews = orders(reviews);
        ofStudents.forEach(
                (left, ordered) ->
                        ofReviews.forEach(
                                (right, others) -> {
                                    count(left + " as " + right, ordered, others);
                                    count(left + " against " + right, ordered, reversed(others));
                                }));
    }

    private void byValue(List<Known> students, List<Known> reviews) {
        Map<Object, List<Known>> has = having(students);
        Map<Object, List<Known>> others = having(reviews);
        Map<String, String> found = new HashMap<>();
        has.forEach(
                (value, owners) -> {
                    List<Known> same = others.getOrDefault(value, List.of());
                    if (owners.size() == 1 && same.size() == 1) {
                        found.put(owners.getFirst().who(), same.getFirst().who());
                    }
                });
        add("value on both sides", found);
    }

    private static Map<Object, List<Known>> having(List<Known> all) {
        Map<Object, List<Known>> having = new HashMap<>();
        for (Known each : all) {
            each.values()
                    .forEach(
                            value ->
                                    having.computeIfAbsent(value, _ -> new ArrayList<>())
                                            .add(each));
        }
        return having;
    }

    private static Map<String, List<Known>> orders(List<Known> all) {
        Map<String, List<Known>> orders = new HashMap<>();
        orders.put("place", all);
        orders.put("id", all.stream().sorted(Comparator.comparing(Known::id)).toList());
        orders.put("size", by(all, Known::size));
        Map<Known, Map<String, Double>> numbers = new IdentityHashMap<>();
        all.forEach(each -> numbers.put(each, each.numbers()));
        Set<String> counted = new HashSet<>(numbers.get(all.getFirst()).keySet());
        numbers.values().forEach(each -> counted.retainAll(each.keySet()));
        counted.forEach(
                name ->
                        orders.put(
                                name,
                                all.stream()
                                        .sorted(
                                                Comparator.comparing(
                                                        each -> numbers.get(each).get(name)))
                                        .toList()));
        if (all.stream().allMatch(each -> each.since() != null)) {
            orders.put(
                    "time",
                    all.stream()
                            .sorted(
                                    Comparator.comparing(
                                            each -> Objects.requireNonNull(each.since())))
                            .toList());
        }
        return orders;
    }

    private static List<Known> by(List<Known> all, ToIntFunction<Known> figure) {
        Map<Known, Integer> figures = new IdentityHashMap<>();
        all.forEach(each -> figures.put(each, figure.applyAsInt(each)));
        return all.stream().sorted(Comparator.comparing(figures::get)).toList();
    }

    private static List<Known> reversed(List<Known> all) {
        List<Known> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        return reversed;
    }

    private void count(String way, List<Known> students, List<Known> reviews) {
        Map<String, String> found = new HashMap<>();
        for (int each = 0; each < Math.min(students.size(), reviews.size()); each++) {
            found.put(students.get(each).who(), reviews.get(each).who());
        }
        add(way, found);
    }

    private void add(String way, Map<String, String> found) {
        int right =
                (int)
                        found.entrySet().stream()
                                .filter(each -> each.getValue().equals(truth.get(each.getKey())))
                                .count();
        hits.merge(way, right, Integer::sum);
    }

    /** Of all targets so far. */
    public Success best() {
        return hits.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(each -> new Success(each.getKey(), each.getValue()))
                .orElseThrow();
    }
}
