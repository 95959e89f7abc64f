package bootcamp.enrollment.screening;

import static bootcamp.platform.service.RunningService.ADMIN;
import static bootcamp.platform.service.RunningService.STAFF;

import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A cohort that takes applications, and those who look at them. */
public final class Screened {

    private static final AtomicInteger COHORTS = new AtomicInteger();

    /** Two items of 10 and 5 points, two reviewers. */
    public static final String RUBRIC =
            """
            {"items": [
              {"itemId": "code", "label": {"ko": "코드", "en": "Code"}, "pointsMax": 10,
               "hint": {"ko": "저장소를 봅니다", "en": "Look at the repository"}},
              {"itemId": "essay", "label": {"ko": "동기", "en": "Motivation"}, "pointsMax": 5}],
             "reviewersNeeded": 2}""";

    private final RunningService service;
    public final String cohort = "ai-lab-s" + COHORTS.incrementAndGet();
    public final String path = "/api/cohorts/" + cohort;
    public final Calls staff;
    public final Calls admin;

    public Screened(RunningService service) {
        this.service = service;
        this.staff = service.as(STAFF);
        this.admin = service.as(ADMIN);
        staff.post(
                        "/api/cohorts",
                        """
                        {"cohortId": "%s", "programme": "AI Lab", "name": "AI Lab 5기",
                         "startDate": "2024-01-02", "endDate": "2024-07-31",
                         "timeZone": "Asia/Seoul", "capacity": 3}
                        """
                                .formatted(cohort))
                .is(201);
        staff.put(
                        path + "/application-form",
                        """
                        {"items": [], "consent": {"ko": "동의합니다", "en": "I agree"},
                         "forgetAfterDays": 30}
                        """)
                .is(200);
    }

    public String applied(String name, String language) {
        return service.as(Caller.NOBODY)
                .post(
                        path + "/applications",
                        """
                        {"name": "%1$s", "email": "%2$s@example.org", "language": "%3$s",
                         "consent": true, "formVersion": 1, "answers": {}}
                        """
                                .formatted(name, email(name), language))
                .is(201)
                .text("applicationId");
    }

    /** Before the @. Of the cohort alone: who applies to another is somebody else. */
    public String email(String name) {
        return name.replaceAll("[^A-Za-z]+", " ").strip().replace(' ', '.').toLowerCase(Locale.ROOT)
                + "."
                + cohort;
    }

    public String applied(String name) {
        return applied(name, "ko");
    }

    public Answer read(String applicationId) {
        return staff.get(path + "/applications/" + applicationId);
    }

    public Calls reviewer(String name) {
        return service.as(new Caller(name, Set.of(Role.STAFF), null, null, Set.of()));
    }

    public String scores(String applicationId) {
        return path + "/applications/" + applicationId + "/scores";
    }

    public static String points(String points, boolean done) {
        return "{\"points\": {%s}, \"done\": %s}".formatted(points, done);
    }

    public static String points(int code, int essay, boolean done) {
        return points("\"code\": %d, \"essay\": %d".formatted(code, essay), done);
    }

    public Answer score(String reviewer, String applicationId, String body, String... headers) {
        return reviewer(reviewer).put(scores(applicationId) + "/me", body, headers);
    }
}
