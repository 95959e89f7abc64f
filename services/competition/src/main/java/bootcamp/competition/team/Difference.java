package bootcamp.competition.team;

import bootcamp.competition.team.BoardStore.Row;
import bootcamp.competition.team.RescoringDesk.Change;
import bootcamp.competition.team.RescoringDesk.Place;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What another generation makes of two boards. */
final class Difference {

    private Difference() {}

    /**
     * Each board with its rows in their order.
     *
     * @return every team that is on one of them, by its public rank after, who has none last
     */
    static List<Change> of(
            List<Row> publicBefore,
            List<Row> publicAfter,
            List<Row> privateBefore,
            List<Row> privateAfter) {
        Map<String, String> names = new TreeMap<>();
        List.of(publicBefore, publicAfter, privateBefore, privateAfter)
                .forEach(rows -> rows.forEach(row -> names.put(row.teamId(), row.team())));
        Map<String, Place> openBefore = places(publicBefore);
        Map<String, Place> openAfter = places(publicAfter);
        Map<String, Place> hiddenBefore = places(privateBefore);
        Map<String, Place> hiddenAfter = places(privateAfter);
        return names.entrySet().stream()
                .map(
                        team ->
                                new Change(
                                        team.getKey(),
                                        team.getValue(),
                                        openBefore.get(team.getKey()),
                                        openAfter.get(team.getKey()),
                                        hiddenBefore.get(team.getKey()),
                                        hiddenAfter.get(team.getKey())))
                .sorted(
                        Comparator.comparingInt((Change each) -> rank(each.publicAfter()))
                                .thenComparing(Change::teamId))
                .toList();
    }

    private static Map<String, Place> places(List<Row> rows) {
        Map<String, Place> places = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            places.put(row.teamId(), new Place(i + 1, row.result().score()));
        }
        return places;
    }

    private static int rank(@Nullable Place place) {
        return place == null ? Integer.MAX_VALUE : place.rank();
    }

    /** How many have another rank. */
    static long changedPublic(List<Change> changes) {
        return changes.stream()
                .filter(each -> rank(each.publicBefore()) != rank(each.publicAfter()))
                .count();
    }

    /** As that, on the private board. */
    static long changedPrivate(List<Change> changes) {
        return changes.stream()
                .filter(each -> rank(each.privateBefore()) != rank(each.privateAfter()))
                .count();
    }

    /** How many have another score, on either board. */
    static long changedScores(List<Change> changes) {
        return changes.stream()
                .filter(
                        each ->
                                !Objects.equals(
                                                score(each.publicBefore()),
                                                score(each.publicAfter()))
                                        || !Objects.equals(
                                                score(each.privateBefore()),
                                                score(each.privateAfter())))
                .count();
    }

    private static @Nullable Double score(@Nullable Place place) {
        return place == null ? null : (Double) place.score();
    }
}
