package bootcamp.competition.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import bootcamp.competition.peer.PeerSheet.Line;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Factors against figures worked out by hand, and what a sheet does not tell. */
class PeerSheetTest {

    private static final double EXACT = 1e-12;

    /**
     * @param rows what the first, the second … member gave to all, in order; a dash: did not rate
     */
    private static PeerRatings ratings(String... rows) {
        Map<String, Map<String, Integer>> given = new LinkedHashMap<>();
        Set<String> members = new TreeSet<>();
        for (int i = 0; i < rows.length; i++) {
            members.add(name(i));
            if (!rows[i].equals("-")) {
                Map<String, Integer> row = new HashMap<>();
                for (int k = 0; k < rows[i].length(); k++) {
                    row.put(name(k), rows[i].charAt(k) - '0');
                }
                given.put(name(i), row);
            }
        }
        return new PeerRatings(members, given);
    }

    private static String name(int i) {
        return "s" + (char) ('a' + i);
    }

    private static PeerSheet sheet(String... rows) {
        return PeerSheet.of(ratings(rows));
    }

    @Test
    void factorsAreOwnMeanByTeamMeanWithAndWithoutSelf() {
        PeerSheet sheet = sheet("543", "442", "352");

        // By others: (4+3)/2, (4+5)/2, (3+2)/2; with self: 12/3, 13/3, 7/3.
        assertThat(sheet.teamMean()).isCloseTo(3.5, within(EXACT));
        assertThat(sheet.teamMeanWithSelf()).isCloseTo(32.0 / 9, within(EXACT));
        assertThat(sheet.lines())
                .extracting(Line::mean, Line::raters)
                .containsExactly(tuple(3.5, 2), tuple(4.5, 2), tuple(2.5, 2));
        assertThat(sheet.lines().get(1).factor()).isCloseTo(9.0 / 7, within(EXACT));
        assertThat(sheet.lines().get(2).factor()).isCloseTo(5.0 / 7, within(EXACT));
        assertThat(sheet.lines().get(2).factorWithSelf()).isCloseTo(21.0 / 32, within(EXACT));
    }

    @Test
    void nobodysFactorSuffersFromWhoDidNotRate() {
        PeerSheet sheet = sheet("3333", "3333", "3333", "-");

        assertThat(sheet.raters()).isEqualTo(3);
        assertThat(sheet.lines()).extracting(Line::raters).containsExactly(2, 2, 2, 3);
        assertThat(sheet.lines()).extracting(Line::factor).containsOnly(1.0);
        assertThat(sheet.lines()).extracting(Line::factorWithSelf).containsOnly(1.0);
    }

    @Test
    void factorsAreOneOnAverageWhoeverRatedInWhateverOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            String[] rows = new String[3 + random.nextInt(6)];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i > 2 && random.nextBoolean() ? "-" : row(random, rows.length);
            }
            PeerRatings ratings = ratings(rows);
            PeerSheet sheet = PeerSheet.of(ratings);

            assertThat(sheet.lines().stream().mapToDouble(Line::factor).average().orElseThrow())
                    .isCloseTo(1, within(EXACT));
            assertThat(
                            sheet.lines().stream()
                                    .mapToDouble(Line::factorWithSelf)
                                    .average()
                                    .orElseThrow())
                    .isCloseTo(1, within(EXACT));
            Map<String, Map<String, Integer>> reversed = new LinkedHashMap<>();
            new TreeMap<>(ratings.given()).descendingMap().forEach(reversed::put);
            assertThat(PeerSheet.of(new PeerRatings(ratings.members(), reversed))).isEqualTo(sheet);
        }
    }

    private static String row(Random random, int length) {
        StringBuilder row = new StringBuilder();
        for (int k = 0; k < length; k++) {
            row.append(1 + random.nextInt(5));
        }
        return row.toString();
    }

    @Test
    void nothingIsToldThatRestsOnOneOtherRater() {
        PeerSheet two = sheet("55", "15");
        assertThat(two.lines()).extracting(Line::factor).containsOnlyNulls();
        assertThat(two.lines()).extracting(Line::meanWithSelf).containsOnlyNulls();
        assertThat(two.lines()).extracting(Line::overConfident).containsOnly(false);

        PeerSheet oneRated = sheet("512", "-", "-");
        assertThat(oneRated.teamMean()).isNull();
        assertThat(oneRated.teamMeanWithSelf()).isNull();
        assertThat(oneRated.lines()).extracting(Line::mean).containsOnlyNulls();

        PeerSheet twoRated = sheet("511", "422", "-");
        assertThat(twoRated.lines())
                .extracting(Line::factor)
                .satisfiesExactly(
                        first -> assertThat(first).isNull(),
                        second -> assertThat(second).isNull(),
                        // 1.5 by two; the others' means are 4 and 1.
                        third -> assertThat(third).isCloseTo(9.0 / 13, within(EXACT)));
    }

    @Test
    void nobodyAndOneAloneHaveASheetWithoutFigures() {
        assertThat(sheet("-", "-", "-").raters()).isZero();
        assertThat(sheet("-", "-", "-").teamMean()).isNull();
        assertThat(sheet("5").lines()).extracting(Line::factor).containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource({
        // own and others' ratings of the first member
        "4, 2, 2, true",
        "4, 3, 2, true",
        "3, 2, 2, true",
        "3, 3, 2, false",
        "5, 3, 3, false",
        "2, 2, 2, false",
        "1, 1, 1, false"
    })
    void overConfidentIsWhoIsAPointAboveOthersThatSayLessThanAFairShare(
            int own, int second, int third, boolean expected) {
        PeerSheet sheet = sheet(own + "33", second + "33", third + "33");

        assertThat(sheet.lines())
                .extracting(Line::overConfident)
                .containsExactly(expected, false, false);
    }

    @Test
    void whoHasNotRatedIsNotOverConfident() {
        assertThat(sheet("-", "133", "133").lines().getFirst().overConfident()).isFalse();
    }

    @Test
    void groupsThatRateThemselvesHighAndEachOtherLowAreACliqueEach() {
        assertThat(sheet("5511", "5511", "1155", "1155").clique()).isTrue();
        assertThat(sheet("5522", "5522", "2255", "2255").clique()).isTrue();
        // A missing rater's group is not tied.
        assertThat(sheet("5511", "5511", "1155", "-").clique()).isFalse();
        // Fair across; one outsider; all high; all low.
        assertThat(sheet("5533", "4433", "3344", "3344").clique()).isFalse();
        assertThat(sheet("5551", "5551", "5551", "1115").clique()).isFalse();
        assertThat(sheet("5555", "5555", "5555", "5555").clique()).isFalse();
        assertThat(sheet("1111", "1111", "1111", "1111").clique()).isFalse();
    }

    @Test
    void conflictIsWhereTwoSayLittleOfEachOtherAndNobodyElseDoes() {
        assertThat(sheet("314", "134", "334").conflict()).isTrue();
        assertThat(sheet("324", "234", "334").conflict()).isTrue();
        // One-sided; of one of them the rest says little, too; nobody else has rated.
        assertThat(sheet("314", "334", "334").conflict()).isFalse();
        assertThat(sheet("314", "134", "324").conflict()).isFalse();
        assertThat(sheet("314", "134", "-").conflict()).isFalse();
        assertThat(sheet("51", "15").conflict()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sa, sa, 3, not exactly the members are rated",
        "sx, sa;sb, 3, a rater is no member",
        "sa, sa;sb;sx, 3, not exactly the members are rated",
        "sa, sa;sb, 0, a rating is out of range",
        "sa, sa;sb, 6, a rating is out of range"
    })
    void ratingsThatCannotBeAreRefused(String rater, String rated, int rating, String message) {
        Map<String, Integer> row = new HashMap<>();
        List.of(rated.split(";")).forEach(each -> row.put(each, rating));

        assertThatThrownBy(() -> new PeerRatings(Set.of("sa", "sb"), Map.of(rater, row)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
