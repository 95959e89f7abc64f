package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same request sent again: in the gateway, in the service behind it, and by somebody else. */
class IdempotencyTest {

    private final Site site = Site.get();

    @BeforeAll
    static void subjects() {
        Site.get().cohort("idem");
        Site.get().account("idem-user", "STAFF", "");
        Site.get().account("idem-other", "ADMIN", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/users | {'username': 'idem-made', 'role': 'STAFF'} | {'username': 'idem-more', 'role': 'STAFF'} | 201",
                "/api/users/idem-user/links | {'purpose': 'RESET'} | {'purpose': 'INVITATION'} | 201",
                "/api/cohorts | {'programme': 'p', 'name': 'n', 'startDate': '2024-01-02', 'endDate': '2024-07-31', 'timeZone': 'Asia/Seoul', 'capacity': 3}"
                        + "| {'programme': 'p', 'name': 'n', 'startDate': '2024-01-02', 'endDate': '2024-07-31', 'timeZone': 'Asia/Seoul', 'capacity': 4} | 201",
                "/api/cohorts/idem/enrollments | {'name': 'Idem One', 'email': 'one@idem.example', 'enrolledOn': '2024-01-02'}"
                        + "| {'name': 'Idem Two', 'email': 'two@idem.example', 'enrolledOn': '2024-01-02'} | 201",
            })
    void theSameKeyAndBodyIsTheSameAnswerAndNothingElse(
            String path, String body, String otherBody, int status) {
        Client admin = site.admin();
        String json = body.replace('\'', '"');

        Answer first = admin.post(path, json, "Idempotency-Key", "one").is(status);
        Answer again = admin.post(path, json, "Idempotency-Key", "one").is(status);
        Answer other = admin.post(path, otherBody.replace('\'', '"'), "Idempotency-Key", "one");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        other.is(422, "IDEMPOTENCY_KEY_REUSED");
        for (String key : List.of("x".repeat(129), "with blank")) {
            admin.post(path, json, "Idempotency-Key", key).is(400, "MALFORMED_REQUEST");
        }
    }

    @Test
    void somebodyElsesKeyIsAnotherKey() {
        Client one = site.admin();
        Client other = site.client().bearer("idem-other", Site.PASSWORD);
        String reset = "{\"purpose\": \"RESET\"}";
        String cohort = Site.newCohort("idem").replace("\"cohortId\": \"idem\",", "");
        String path = "/api/users/idem-user/links";

        String mine = one.post(path, reset, "Idempotency-Key", "both").is(201).text("url");
        String theirs = other.post(path, reset, "Idempotency-Key", "both").is(201).text("url");
        String first =
                one.post("/api/cohorts", cohort, "Idempotency-Key", "both")
                        .is(201)
                        .text("cohortId");
        String second =
                other.post("/api/cohorts", cohort, "Idempotency-Key", "both")
                        .is(201)
                        .text("cohortId");

        assertThat(theirs).isNotEqualTo(mine);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void anImportIsBegunOnceForAKeyAndFile() {
        Client admin = site.admin();
        String file = "externalId,name,enrolledOn\nidem-7,Idem Seven,2024-01-03\n";
        String path = "/api/cohorts/idem/imports?kind=roster";

        Answer first =
                admin.send("POST", path, "text/csv", file, "Idempotency-Key", "file").is(202);
        Answer again =
                admin.send("POST", path, "text/csv", file, "Idempotency-Key", "file").is(202);
        Answer other =
                admin.send(
                        "POST",
                        path,
                        "text/csv",
                        file.replace("Seven", "Eight"),
                        "Idempotency-Key",
                        "file");

        assertThat(again.text("importId")).isEqualTo(first.text("importId"));
        other.is(422, "IDEMPOTENCY_KEY_REUSED");
    }
}
