package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.IdentitySigner;
import bootcamp.platform.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Between gateway and service: nobody else is believed, and one can be without the other. */
class IdentityTest {

    private static final String PATH = "/api/cohorts";
    private static final Caller ADMIN =
            new Caller("admin", Set.of(Role.ADMIN), null, null, Set.of());

    private final Site site = Site.get();

    private static String word(
            String key, Instant at, String audience, String method, String path) {
        return new IdentitySigner(key, InstantSource.fixed(at)).sign(ADMIN, audience, method, path);
    }

    @Test
    void aServiceBelievesTheGatewayAloneAndForThisOneRequest() {
        String key = Site.KEYS.privateKey();
        Instant now = Instant.now();
        String right = word(key, now, "enrollment", "GET", PATH);
        List<String> wrong =
                List.of(
                        word(key, now.minus(Duration.ofMinutes(2)), "enrollment", "GET", PATH),
                        word(key, now.plus(Duration.ofHours(1)), "enrollment", "GET", PATH),
                        word(key, now, "curriculum", "GET", PATH),
                        word(key, now, "enrollment", "POST", PATH),
                        word(key, now, "enrollment", "GET", "/api/cohorts/other"),
                        word(IdentityKeys.generate().privateKey(), now, "enrollment", "GET", PATH),
                        right.substring(0, right.length() - 4) + "AAAA",
                        right + ".x",
                        "x",
                        "");
        Client service = site.client(site.enrollment);

        service.get(PATH, IdentitySigner.HEADER, right).is(200);
        service.get(PATH).is(401, "UNAUTHENTICATED");
        wrong.forEach(word -> service.get(PATH, IdentitySigner.HEADER, word).is(401));
        assertThat(service.get("/readyz", IdentitySigner.HEADER, "x").status()).isEqualTo(200);
        assertThat(service.get("/actuator/prometheus").status()).isEqualTo(401);
    }

    @Test
    void whatAClientSaysAboutItselfIsNotHandedOn() {
        String stolen = word(Site.KEYS.privateKey(), Instant.now(), "enrollment", "GET", PATH);
        site.account("identity-none", "INSTRUCTOR", "");
        site.account("identity-staff", "STAFF", ", \"cohortIds\": [\"identity-own\"]");
        site.cohort("identity-own");
        site.cohort("identity-other");

        site.client().get(PATH, IdentitySigner.HEADER, stolen).is(401);
        site.client()
                .bearer("identity-none", Site.PASSWORD)
                .get(PATH, IdentitySigner.HEADER, stolen)
                .is(403);
        Answer own =
                site.client()
                        .bearer("identity-staff", Site.PASSWORD)
                        .get(PATH, IdentitySigner.HEADER, stolen)
                        .is(200);
        assertThat(own.body()).contains("identity-own").doesNotContain("identity-other");
    }

    @Test
    void withoutItsServiceTheGatewaySaysSoInBothLanguagesAndDashboardsGoOn() {
        site.cohort("identity-down");
        Client admin = LonelyGateway.admin();

        Answer late = admin.get(PATH, "Accept-Language", "en").is(503, "SERVICE_NOT_AVAILABLE");
        LonelyGateway.serviceEnds();
        Answer english = admin.get(PATH, "Accept-Language", "en").is(503);
        Answer korean = admin.get(PATH, "Accept-Language", "ko-KR").is(503);
        Answer dashboard = admin.get("/api/dashboards/identity-down").is(200);

        assertThat(late.header("Retry-After")).isEqualTo("2");
        assertThat(english.header("Retry-After")).isEqualTo("2");
        assertThat(english.text("title")).isEqualTo("Not available at the moment");
        assertThat(english.text("detail")).contains("Dashboards go on");
        assertThat(korean.code()).isEqualTo("SERVICE_NOT_AVAILABLE");
        assertThat(korean.text("title")).isNotEqualTo(english.text("title"));
        assertThat(korean.text("detail")).matches("(?s).*[가-힣]{2}.*");
        assertThat(Instant.parse(dashboard.text("updatedAt"))).isBefore(Instant.now());
        Stream.of("enrollment", "curriculum", "competition", "review")
                .flatMap(site.contract::of)
                .forEach(
                        operation -> {
                            String path = operation.path().getPatternString();
                            admin.send(
                                            operation.method(),
                                            path.replaceAll("\\{\\w+}", "identity-down"),
                                            null,
                                            null)
                                    .is(whileItIsAway(operation));
                        });
        admin.send("POST", "/api/cohorts/identity-down/invitations", null, null).is(503);
    }

    /** For an admin. */
    private static int whileItIsAway(Operation operation) {
        if (operation.described().path("x-unseen").asBoolean(false)) {
            return 400;
        }
        return operation.forAnybody() || operation.roles().contains("ADMIN") ? 503 : 403;
    }
}
