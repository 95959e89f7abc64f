package bootcamp.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.browser.Tab.Look;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every page for every role: open to whom it is for, nothing for axe to find, no error, no report,
 * no sideways scroll.
 */
@Tag("pages")
class MatrixTest {

    private static final List<Look> LOOKS =
            List.of(
                    new Look("ko", "light", 1280),
                    new Look("en", "dark", 390),
                    new Look("ko", "dark", 390),
                    new Look("en", "light", 1280),
                    new Look("ko", "light", 390),
                    new Look("en", "dark", 1280),
                    new Look("en", "light", 390),
                    new Look("ko", "dark", 1280),
                    // 1280 × 800 enlarged to 200 %, as WCAG 1.4.10 asks.
                    new Look("ko", "light", 640),
                    new Look("en", "dark", 640));

    /** The list and a lecture, not the forms. */
    private static final Pattern LECTURES = Pattern.compile("/lectures(/(?!new)[^/]+)?");

    /** The list, a competition and GPUs, not the forms. */
    private static final Pattern COMPETITIONS =
            Pattern.compile("/gpus|/competitions(/(?!new)[^/]+(/(trials|peers))?)?");

    /** Looks in which axe has seen a page that is refused: they are all one page. */
    private static final Set<Look> REFUSED = new HashSet<>();

    private static School school;
    private static List<Visit> visits;

    /** One page as one role sees it. */
    private record Visit(@Nullable String role, String path) {

        String roleName() {
            return role == null ? "nobody" : role;
        }

        boolean isAllowed() {
            if (role == null) {
                return true;
            }
            return switch (path) {
                case "/nowhere" -> false;
                case "/settings", "/dead-letters" -> role.equals("ADMIN");
                case "/me",
                        "/me/requests",
                        "/me/completion",
                        "/me/certificates",
                        "/notices",
                        "/clinics",
                        "/team",
                        "/reviews" ->
                        role.equals("STUDENT");
                // Who is not of the staff comes from here to the own week.
                case "/",
                        "/week",
                        "/reviews/write",
                        "/conduct",
                        "/certificates",
                        "/reviews/summary" ->
                        true;
                case String shared when shared.startsWith("/l/") -> true;
                case String lecture when LECTURES.matcher(lecture).matches() ->
                        !role.equals("INSTRUCTOR");
                case String contest when COMPETITIONS.matcher(contest).matches() ->
                        !role.equals("INSTRUCTOR");
                default -> Set.of("ADMIN", "STAFF").contains(role);
            };
        }
    }

    @BeforeAll
    static void openSchool() {
        Chromium.installed();
        school = School.open();
        visits = visits();
    }

    @Test
    void everyPageOnceOpenAndOnceRefusedWithEveryPairOfRoleLanguageThemeAndWidth() {
        Map<Visit, Look> plan = new LinkedHashMap<>();
        List<Visit> some = inTurn();
        for (int i = 0; i < some.size(); i++) {
            plan.put(some.get(i), LOOKS.get(i % LOOKS.size()));
        }

        assertThat(missingPairs(plan)).isEmpty();
        Map<String, String> found = new TreeMap<>();
        plan.forEach((visit, look) -> look(visit, look, found));
        System.out.printf("Pages: %d loads, %d with something wrong%n", plan.size(), found.size());

        assertThat(found).isEmpty();
    }

    @Test
    @Tag("full")
    void everyPageForEachRoleInEveryLook() {
        Map<String, String> found = new TreeMap<>();
        for (Look look : LOOKS) {
            visits.forEach(visit -> look(visit, look, found));
        }
        System.out.printf(
                "Pages: %d loads, %d with something wrong%n",
                visits.size() * LOOKS.size(), found.size());

        assertThat(found).isEmpty();
    }

    private static void look(Visit visit, Look look, Map<String, String> found) {
        try (Tab tab = Tab.open(school, visit.role(), look)) {
            tab.go(visit.path()).settled();
            List<String> wrong = new ArrayList<>();
            if (visit.isAllowed() || REFUSED.add(look)) {
                wrong.addAll(tab.axeViolations());
            }
            tab.errors.stream().filter(error -> !isExpected(error, visit)).forEach(wrong::add);
            wrong.addAll(tab.cspReports());
            boolean isOpen = tab.find("main [data-trouble]").count() == 0;
            if (isOpen != visit.isAllowed()) {
                wrong.add(
                        isOpen
                                ? "is open to this role"
                                : "is not open to this role: "
                                        + tab.find("main [data-trouble]").first().innerText());
            }
            if (tab.sidewaysScroll() > 0) {
                wrong.add("scrolls sideways by " + tab.sidewaysScroll());
            }
            if (!wrong.isEmpty()) {
                found.put(
                        visit.roleName() + " " + visit.path() + " " + look,
                        String.join("\n", wrong));
            }
        }
    }

    /** The browser itself notes that nobody is signed in, and what is not there. */
    private static boolean isExpected(String error, Visit visit) {
        return visit.role() == null && error.contains("401") && error.contains("/api/session")
                || visit.path().contains("nowhere") && error.contains("404");
    }

    private static List<Visit> visits() {
        List<Visit> visits = new ArrayList<>();
        for (String path : List.of("/sign-in", "/setup#token", "/setup", "/invite#token", "/")) {
            visits.add(new Visit(null, path));
        }
        String shared = "/l/" + school.lecture("Matrix shared", 30).path("lectureId").asString();
        visits.add(new Visit(null, shared));
        school.takeApplications("matrix-admission");
        school.rubric("matrix-admission");
        String applied = school.apply("matrix-admission", "Matrix Applies", "ko");
        school.score("matrix-admission", applied, 4, 7);
        visits.add(new Visit(null, "/apply/matrix-admission"));
        String student =
                "/students/"
                        + school.student(School.RUNNING, School.OWN_NAME)
                                .path("enrollmentId")
                                .asString();
        String gone =
                "/students/"
                        + school.student(School.RUNNING, School.CANARY + " 09")
                                .path("enrollmentId")
                                .asString();
        JsonNode forgotten = school.newcomer("Forgotten one");
        school.erase(forgotten);
        String erased = "/students/" + forgotten.path("enrollmentId").asString();
        String lecture = "/lectures/" + school.lecture("Matrix", 30).path("lectureId").asString();
        String contest = "/competitions/" + school.competition("Matrix");
        school.attended(School.OWN_NAME, "LATE+EARLY_LEAVE");
        String imported =
                "/c/%s/import?import=%s"
                        .formatted(
                                School.RUNNING,
                                school.admin
                                        .list("/api/cohorts/" + School.RUNNING + "/imports")
                                        .getLast()
                                        .path("importId")
                                        .asString());
        List<String> paths =
                List.of(
                        "/",
                        "/c/" + School.RUNNING,
                        "/c/" + School.OVER,
                        "/c/" + School.FEW,
                        "/c/" + School.EMPTY,
                        "/c/" + School.RUNNING + "?asOf=" + school.today.minusDays(40),
                        "/compare",
                        "/compare?cohorts=" + School.OVER + "," + School.OVER_LATER,
                        "/cohorts/new",
                        "/c/" + School.RUNNING + "/students",
                        "/c/" + School.EMPTY + "/students",
                        "/c/" + School.EMPTY + "/import",
                        "/c/" + School.RUNNING + "/import",
                        imported,
                        "/c/" + School.RUNNING + "/edit",
                        "/c/" + School.RUNNING + "/attendance",
                        "/c/" + School.EMPTY + "/attendance",
                        "/c/" + School.RUNNING + "/attendance/policy",
                        "/c/" + School.RUNNING + "/calls",
                        "/c/" + School.RUNNING + "/completion",
                        "/week",
                        "/c/" + School.RUNNING + "/calendar",
                        "/c/" + School.RUNNING + "/calendar?week=" + school.today.plusDays(7),
                        "/c/" + School.RUNNING + "/curriculum",
                        "/c/" + School.EMPTY + "/curriculum",
                        "/c/" + School.RUNNING + "/clinics",
                        "/c/" + School.EMPTY + "/clinics",
                        "/clinics",
                        "/c/matrix-admission/applications",
                        "/c/matrix-admission/applications?application=" + applied,
                        "/c/" + School.EMPTY + "/applications",
                        "/c/" + School.RUNNING + "/teams",
                        "/c/" + School.EMPTY + "/teams",
                        "/team",
                        "/reviews",
                        "/reviews/write",
                        "/conduct",
                        "/reviews/summary",
                        "/c/" + School.RUNNING + "/reviews",
                        "/c/" + School.EMPTY + "/reviews",
                        student,
                        gone,
                        erased,
                        "/lectures",
                        "/lectures/new",
                        lecture,
                        lecture + "/edit",
                        shared,
                        "/competitions",
                        contest,
                        contest + "/trials",
                        contest + "/peers",
                        "/gpus",
                        "/competitions/new",
                        contest + "/edit",
                        contest + "/desk",
                        "/risk",
                        "/settings",
                        "/dead-letters",
                        "/me",
                        "/notices",
                        "/me/requests",
                        "/me/completion",
                        "/me/certificates",
                        "/certificates",
                        "/nowhere");
        school.gpuPool("Matrix");
        school.curriculum();
        school.clinic("Matrix", 16);
        school.team("Matrix", School.OWN_NAME);
        school.teamActivity("Matrix", 3);
        for (String role : List.of("ADMIN", "STAFF", "STUDENT", "INSTRUCTOR")) {
            paths.stream()
                    .filter(path -> !role.equals("ADMIN") || !path.startsWith("/me"))
                    .forEach(path -> visits.add(new Visit(role, path)));
        }
        return visits;
    }

    /**
     * Each page for one of the roles that may see it, and for one of those that may not, the roles
     * taking turns; all of them are of the full run.
     */
    private static List<Visit> inTurn() {
        Map<String, List<Visit>> alike = new LinkedHashMap<>();
        for (Visit visit : visits) {
            alike.computeIfAbsent(
                            "%s %s %s"
                                    .formatted(
                                            visit.path(), visit.isAllowed(), visit.role() == null),
                            _ -> new ArrayList<>())
                    .add(visit);
        }
        List<Visit> chosen = new ArrayList<>();
        int turn = 0;
        for (List<Visit> each : alike.values()) {
            chosen.add(each.get(turn++ % each.size()));
        }
        return chosen;
    }

    /** Pairs of role, language, theme and width that no visit has. */
    private static Set<String> missingPairs(Map<Visit, Look> plan) {
        Set<String> missing = new TreeSet<>();
        List<Map<String, String>> had = new ArrayList<>();
        plan.forEach(
                (visit, look) ->
                        had.add(
                                Map.of(
                                        "role",
                                        visit.roleName(),
                                        "language",
                                        look.language(),
                                        "theme",
                                        look.theme(),
                                        "width",
                                        String.valueOf(look.width()))));
        Map<String, List<String>> all =
                Map.of(
                        "role", List.of("nobody", "ADMIN", "STAFF", "STUDENT", "INSTRUCTOR"),
                        "language", List.of("ko", "en"),
                        "theme", List.of("light", "dark"),
                        "width", List.of("390", "1280"));
        all.forEach(
                (one, values) ->
                        all.forEach(
                                (other, others) -> {
                                    for (String a : values) {
                                        for (String b : others) {
                                            if (!one.equals(other)
                                                    && had.stream()
                                                            .noneMatch(
                                                                    it ->
                                                                            a.equals(it.get(one))
                                                                                    && b.equals(
                                                                                            it.get(
                                                                                                    other)))) {
                                                missing.add(a + " with " + b);
                                            }
                                        }
                                    }
                                }));
        return missing;
    }
}
