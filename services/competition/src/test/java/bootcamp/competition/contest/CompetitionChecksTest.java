package bootcamp.competition.contest;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.competition.contest.CompetitionChecks.Check;
import bootcamp.competition.contest.CompetitionChecks.Code;
import bootcamp.competition.contest.CompetitionChecks.Verdict;
import bootcamp.competition.scoring.SharedRows;
import bootcamp.competition.scoring.Solution;
import bootcamp.competition.scoring.SolutionLook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each check trips on what it is for, and on nothing else. */
class CompetitionChecksTest {

    private static final int ROWS = 20_000;

    private final Random random = new Random(29);

    private static CompetitionPlan plan(String metric, int dailyLimit, PublicScores told) {
        return new CompetitionPlan(
                List.of("c"),
                "Cats",
                null,
                metric,
                Map.of(),
                null,
                LocalDateTime.parse("2025-03-01T09:00"),
                LocalDateTime.parse("2025-03-10T18:00"),
                "Asia/Seoul",
                dailyLimit,
                3,
                2,
                5,
                null,
                told,
                null);
    }

    /** A file whose row is made of its number. */
    private static String file(int rows, IntFunction<String> row) {
        StringBuilder file = new StringBuilder("id,label,usage\n");
        for (int i = 0; i < rows; i++) {
            file.append(row.apply(i)).append('\n');
        }
        return file.toString();
    }

    private static Map<Code, Check> checks(CompetitionPlan plan, String file) {
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        try {
            Solution solution =
                    Solution.read(
                            new ByteArrayInputStream(bytes), plan.scoredBy(), ContestFiles.LIMITS);
            SolutionLook look =
                    SolutionLook.at(solution, new ByteArrayInputStream(bytes), ContestFiles.LIMITS);
            return CompetitionChecks.of(plan, new ContestLook(look, null)).stream()
                    .collect(Collectors.toMap(Check::code, each -> each));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void warns(Map<Code, Check> checks, Code... codes) {
        assertThat(checks).hasSize(Code.values().length);
        assertThat(checks.values())
                .filteredOn(each -> each.verdict() == Verdict.WARNED)
                .extracting(Check::code)
                .containsExactlyInAnyOrder(codes);
    }

    private String label() {
        return random.nextInt(3) == 0 ? "1" : "0";
    }

    private String usage() {
        return random.nextInt(10) < 4 ? "Public" : "Private";
    }

    private static Check of(Map<Code, Check> checks, Code code) {
        Check check = checks.get(code);
        assertThat(check).isNotNull();
        return check;
    }

    @Test
    void labelsByChanceTripNothing() {
        for (int i = 0; i < 20; i++) {
            warns(
                    checks(
                            plan("accuracy", 4, PublicScores.EXACT),
                            file(ROWS, n -> "r%05d,%s,%s".formatted(n, label(), usage()))));
            warns(
                    checks(
                            plan("mae", 4, PublicScores.LADDER),
                            file(2_000, n -> n + "," + random.nextGaussian() + "," + usage())));
        }
    }

    @Test
    void sortedLabelsAndThoseThatRepeatAreToldByTheFile() {
        var sorted =
                checks(
                        plan("accuracy", 4, PublicScores.EXACT),
                        file(ROWS, n -> n + "," + (n < ROWS / 3 ? 1 : 0) + "," + usage()));
        warns(sorted, Code.FILE_ORDER);
        assertThat(of(sorted, Code.FILE_ORDER).figures()).containsEntry("lag", 1.0);
        var repeating =
                checks(
                        plan("accuracy", 4, PublicScores.EXACT),
                        file(ROWS, n -> n + "," + n % 7 + "," + usage()));
        warns(repeating, Code.FILE_ORDER);
        assertThat(of(repeating, Code.FILE_ORDER).figures())
                .containsEntry("lag", 7.0)
                .containsEntry("strength", 1.0);
        warns(
                checks(
                        plan("rmse", 1, PublicScores.LADDER),
                        file(
                                ROWS,
                                n -> n + "," + (n * 0.1 + random.nextGaussian()) + "," + usage())),
                Code.FILE_ORDER);
    }

    @Test
    void labelsThatAreSortedByIdAreToldHoweverTheFileIsShuffled() {
        List<Integer> shuffled =
                new java.util.ArrayList<>(
                        java.util.stream.IntStream.range(0, ROWS).boxed().toList());
        java.util.Collections.shuffle(shuffled, random);
        IntFunction<String> row =
                n -> {
                    int id = shuffled.get(n);
                    return "img_%06d,%s,%s".formatted(id, id < ROWS / 2 ? "a" : "b", usage());
                };

        warns(checks(plan("accuracy", 4, PublicScores.EXACT), file(ROWS, row)), Code.ID_ORDER);
        assertThat(
                        of(
                                        checks(
                                                plan("accuracy", 4, PublicScores.EXACT),
                                                file(ROWS, n -> row.apply(n).replace('_', '-'))),
                                        Code.FILE_ORDER)
                                .verdict())
                .isEqualTo(Verdict.PASSED);
    }

    @Test
    void idsThatPeopleTakeForOneAreCounted() {
        var checks =
                checks(
                        plan("accuracy", 4, PublicScores.EXACT),
                        file(
                                ROWS,
                                n ->
                                        switch (n) {
                                                    case 10 -> "A7";
                                                    case 11 -> "a7";
                                                    case 12 -> "a007";
                                                    case 13 -> "ａ７";
                                                    default -> "x" + n;
                                                }
                                                + ","
                                                + label()
                                                + ","
                                                + usage()));

        warns(checks, Code.ALIKE_IDS);
        assertThat(of(checks, Code.ALIKE_IDS).figures()).containsEntry("ids", 3.0);
    }

    @Test
    void splitThatIsNoneOrTooSmallIsTold() {
        CompetitionPlan plan = plan("accuracy", 4, PublicScores.EXACT);
        warns(checks(plan, file(ROWS, n -> n + "," + label() + ",Public")), Code.SPLIT_SIZES);
        warns(
                checks(
                        plan,
                        file(
                                ROWS,
                                n -> n + "," + label() + (n % 20 == 0 ? ",Private" : ",Public"))),
                Code.SPLIT_SIZES);
    }

    @Test
    void splitsOfOtherLabelsAreTold() {
        warns(
                checks(
                        plan("accuracy", 4, PublicScores.EXACT),
                        file(
                                ROWS,
                                n -> {
                                    String usage = usage();
                                    int ones = usage.equals("Public") ? 3 : 4;
                                    return n
                                            + ","
                                            + (random.nextInt(10) < ones ? "1," : "0,")
                                            + usage;
                                })),
                Code.SPLIT_LABELS);
        warns(
                checks(
                        plan("mae", 1, PublicScores.LADDER),
                        file(
                                ROWS,
                                n -> {
                                    String usage = usage();
                                    double more = usage.equals("Public") ? 0.5 : 0;
                                    return n + "," + (random.nextGaussian() + more) + "," + usage;
                                })),
                Code.SPLIT_LABELS);
    }

    /** security.md: queries times the values that are shown, against a tenth of the labels. */
    @Test
    void limitsThatGiveLabelsAwayAreToldUnlessALadderTellsLess() {
        String file = file(ROWS, n -> n + "," + label() + "," + usage());

        warns(checks(plan("log-loss", 2, PublicScores.EXACT), file), Code.LIMITS);
        warns(checks(plan("log-loss", 2, PublicScores.LADDER), file));
        warns(checks(plan("accuracy", 100, PublicScores.EXACT), file), Code.LIMITS);
        var few = checks(plan("accuracy", 2, PublicScores.EXACT), file);
        warns(few);
        assertThat(of(few, Code.LIMITS).figures()).containsEntry("submissions", 20.0);
    }

    @Test
    void textsAreNotCompared() {
        var checks =
                checks(
                        plan("rouge-1", 4, PublicScores.EXACT),
                        file(100, n -> n + ",some words,Public"));

        assertThat(of(checks, Code.FILE_ORDER).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(of(checks, Code.LIMITS).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @Test
    void rowsOfTheTestFileAreFoundInTheTrainingFileByAllButTheirIds() throws IOException {
        Solution solution =
                Solution.read(
                        stream(file(ROWS, n -> n + "," + label() + "," + usage())),
                        plan("accuracy", 4, PublicScores.EXACT).scoredBy(),
                        ContestFiles.LIMITS);
        String test = rows("id,x,y\n", n -> n + "," + n % 1_000 + ",\"a, " + n / 1_000 + "\"");
        // Other columns beside, another order, and other ids: 300 rows of it, some of them twice.
        String leaking =
                rows("y,label,id,x\n", n -> "\"a, %d\",1,t%d,%d".formatted(n % 3, n, n % 100));
        String clean = rows("y,label,id,x\n", n -> "b,1,%d,%d".formatted(n, n % 100));

        SharedRows shared = SharedRows.ofTest(solution, stream(test), ContestFiles.LIMITS);

        assertThat(shared).isNotNull();
        assertThat(shared.rows()).isEqualTo(ROWS);
        assertThat(shared.foundIn(stream(clean), ContestFiles.LIMITS)).isZero();
        assertThat(shared.foundIn(stream(leaking), ContestFiles.LIMITS)).isEqualTo(300);
        assertThat(shared.foundIn(stream(leaking), ContestFiles.LIMITS)).isZero();
        assertThat(shared.foundIn(stream("id,x\n1,2\n"), ContestFiles.LIMITS)).isNull();
        for (String another :
                List.of(
                        "id,label,x\n1,2,3\n",
                        "id\n1\n",
                        "x,y\n1,2\n",
                        "id,x\nnever,2\n",
                        "id,x,x\n1,2,3\n",
                        "id,x\n\"1,2\n",
                        "")) {
            assertThat(SharedRows.ofTest(solution, stream(another), ContestFiles.LIMITS))
                    .as(another)
                    .isNull();
        }
    }

    private static String rows(String header, IntFunction<String> row) {
        return IntStream.range(0, ROWS)
                .mapToObj(row)
                .collect(Collectors.joining("\n", header, "\n"));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
