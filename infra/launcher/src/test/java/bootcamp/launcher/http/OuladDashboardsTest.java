package bootcamp.launcher.http;

import static java.lang.Double.parseDouble;
import static java.lang.Integer.parseInt;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bootcamp.gateway.retention.OuladRosters;
import bootcamp.gateway.retention.OuladRosters.Cohort;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Real rosters, imported as files, and what dashboards and the comparison make of them, against R's
 * {@code survival} 3.5: the whole way from the file to the figure. Three here, all eight in the
 * full build; the figures of all eight are calculated without the way in every build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OuladDashboardsTest {

    /** Two to compare and a large one: a fifth of all rows. */
    private static final Set<String> IN_EVERY_BUILD = Set.of("aaa-2013j", "aaa-2014j", "bbb-2014b");

    @Tag("full")
    static class AllTest extends OuladDashboardsTest {

        @Override
        List<Cohort> cohorts() {
            return OuladRosters.cohorts();
        }
    }

    private static final Offset<Double> EXACT = within(1e-9);
    private static final int SECONDS_MAX = 120;

    private static final Client ADMIN = Site.get().admin();

    List<Cohort> cohorts() {
        return OuladRosters.cohorts().stream()
                .filter(each -> IN_EVERY_BUILD.contains(each.cohortId()))
                .toList();
    }

    @BeforeAll
    void importAll() throws Exception {
        for (Cohort cohort : cohorts()) {
            ADMIN.post(
                            "/api/cohorts",
                            """
                            {"cohortId": "%s", "programme": "%s", "name": "%s", "startDate": "%s",
                             "endDate": "%s", "timeZone": "Europe/London", "capacity": 3000}"""
                                    .formatted(
                                            cohort.cohortId(),
                                            cohort.programme(),
                                            cohort.name(),
                                            cohort.start(),
                                            cohort.end()))
                    .is(201);
            String importId =
                    ADMIN.send(
                                    "POST",
                                    "/api/cohorts/%s/imports?kind=roster"
                                            .formatted(cohort.cohortId()),
                                    "text/csv",
                                    roster(cohort))
                            .is(202)
                            .text("importId");
            await(() -> !ADMIN.get("/api/imports/" + importId).text("state").equals("RUNNING"));
            JsonNode done = ADMIN.get("/api/imports/" + importId).is(200).json();
            assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("DONE");
            assertThat(done.path("applied").asInt()).isEqualTo(rows(cohort).size());
        }
        for (Cohort cohort : cohorts()) {
            int enrolled = parseInt(summary(cohort.cohortId(), "at-end")[3]);
            int withdrawn = parseInt(summary(cohort.cohortId(), "at-end")[4]);
            await(
                    () -> {
                        JsonNode counts = dashboard(cohort.cohortId(), null).path("counts");
                        return counts.path("enrolled").asInt() == enrolled
                                && counts.path("withdrawn").asInt() == withdrawn;
                    });
        }
    }

    /** The source has neither names nor reasons, so the names are invented. */
    private static String roster(Cohort cohort) {
        StringBuilder roster = new StringBuilder("externalId,name,enrolledOn,withdrawnOn,reason\n");
        List<String[]> rows = rows(cohort);
        for (int i = 0; i < rows.size(); i++) {
            String[] cells = rows.get(i);
            String reason = cells[1].isEmpty() ? "" : "OTHER";
            roster.append(
                    "%s-%d,Student %d,%s,%s,%s\n"
                            .formatted(cohort.cohortId(), i, i, cells[0], cells[1], reason));
        }
        return roster.toString();
    }

    private static List<String[]> rows(Cohort cohort) {
        return OuladRosters.lines("rosters/" + cohort.cohortId());
    }

    Stream<Arguments> everyRosterAtBothDays() {
        return cohorts().stream()
                .flatMap(
                        cohort ->
                                Stream.of("at-end", "at-day-100")
                                        .map(at -> Arguments.of(cohort, at)));
    }

    @ParameterizedTest
    @MethodSource("everyRosterAtBothDays")
    void dashboardIsThatOfTheReference(Cohort cohort, String at) {
        LocalDate day = at.equals("at-end") ? cohort.end() : cohort.start().plusDays(100);
        List<String[]> expected = OuladRosters.lines(at + "/" + cohort.cohortId());
        String[] summary = summary(cohort.cohortId(), at);

        JsonNode dashboard = dashboard(cohort.cohortId(), day);

        assertThat(dashboard.at("/counts/neverStarted").asInt()).isEqualTo(parseInt(summary[2]));
        assertThat(dashboard.at("/counts/enrolled").asInt()).isEqualTo(parseInt(summary[3]));
        assertThat(dashboard.at("/counts/withdrawn").asInt()).isEqualTo(parseInt(summary[4]));
        JsonNode retention = dashboard.path("retention");
        assertThat(retention.path("median").isNull() ? "NA" : retention.path("median").asString())
                .isEqualTo(summary[8]);
        assertThat(retention.path("restrictedMean").asDouble())
                .isCloseTo(parseDouble(summary[9]), EXACT);
        JsonNode curve = retention.path("curve");
        assertThat(curve.size()).isEqualTo(expected.size() + 1);
        for (int i = 0; i < expected.size(); i++) {
            String[] cells = expected.get(i);
            JsonNode row = curve.get(i + 1);
            assertThat(row.path("day").asInt()).isEqualTo(parseInt(cells[0]));
            assertThat(row.path("atRisk").asInt()).isEqualTo(parseInt(cells[1]));
            assertThat(row.path("withdrawn").asInt()).isEqualTo(parseInt(cells[2]));
            assertThat(row.path("survival").asDouble()).isCloseTo(parseDouble(cells[3]), EXACT);
            assertThat(row.path("lower").asDouble()).isCloseTo(parseDouble(cells[4]), EXACT);
            assertThat(row.path("upper").asDouble()).isCloseTo(parseDouble(cells[5]), EXACT);
        }
    }

    @Test
    void comparisonsAreThoseOfTheReference() {
        Set<String> imported = cohorts().stream().map(Cohort::cohortId).collect(toSet());
        List<String[]> comparisons =
                OuladRosters.lines("at-end/logrank").stream()
                        .filter(cells -> imported.containsAll(List.of(cells[0].split("\\+"))))
                        .toList();
        assertThat(comparisons).isNotEmpty();
        for (String[] cells : comparisons) {
            JsonNode logRank =
                    ADMIN.get("/api/retention?cohorts=" + cells[0].replace('+', ','))
                            .is(200)
                            .json()
                            .path("logRank");

            assertThat(logRank.path("chiSquare").asDouble())
                    .isCloseTo(parseDouble(cells[1]), EXACT);
            assertThat(logRank.path("degreesOfFreedom").asInt()).isEqualTo(parseInt(cells[2]));
            double pValue = parseDouble(cells[3]);
            assertThat(logRank.path("pValue").asDouble()).isCloseTo(pValue, within(1e-9 * pValue));
        }
    }

    private static JsonNode dashboard(String cohortId, @Nullable LocalDate asOf) {
        return ADMIN.get(
                        "/api/dashboards/%s%s"
                                .formatted(cohortId, asOf == null ? "" : "?asOf=" + asOf))
                .is(200)
                .json();
    }

    private static String[] summary(String cohortId, String at) {
        return Objects.requireNonNull(
                OuladRosters.lines(at + "/summary").stream()
                        .filter(cells -> cells[0].equals(cohortId))
                        .findFirst()
                        .orElse(null));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 10 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
