package bootcamp.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.launcher.http.Contract.Operation;
import bootcamp.platform.http.Unseen;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** What the running gateway and services can be asked for, beside what the document says of it. */
class RoutesTest {

    /** Ruling 13: what is never kept takes no key; signing in, passwords and reviews. */
    private static final Set<String> WITHOUT_KEY =
            Set.of(
                    "POST /api/session",
                    "POST /api/sign-in/openid-connect",
                    "POST /api/sign-in/openid-connect/code",
                    "POST /api/tokens",
                    "POST /api/setup",
                    "POST /api/invitations/acceptance",
                    "POST /api/certificates/check",
                    "POST /api/reviews/tickets",
                    "POST /api/reviews",
                    "POST /api/reviews/withdrawal",
                    "POST /api/reviews/receipt",
                    "POST /api/reviews/{reviewId}/moderation",
                    "POST /api/reviews/{reviewId}/redaction",
                    "POST /api/reviews/answers",
                    "POST /api/conduct-reports/{reportId}/answer",
                    "POST /api/conduct-reports/{reportId}/closing",
                    "POST /api/conduct-reports/return",
                    "POST /api/conduct-reports/messages");

    /** What the gateway asks of a service by itself, and hands on from nobody. */
    private static final Set<String> OF_THE_GATEWAY = Set.of("POST /api/mail/letters");

    private final Site site = Site.get();

    @Test
    void theGatewayAnswersWhatTheDocumentSaysThatItAnswersItselfAndNothingElse() {
        assertThat(handled(site.gateway))
                .containsExactlyInAnyOrderElementsOf(
                        documented(site.contract.operations().stream(), null));
    }

    @Test
    void enrollmentAnswersWhatTheDocumentSaysOfItAndNothingElse() {
        Set<String> answered = documented(site.contract.operations().stream(), "enrollment");
        answered.addAll(OF_THE_GATEWAY);

        assertThat(handled(site.enrollment)).containsExactlyInAnyOrderElementsOf(answered);
    }

    @Test
    void curriculumAnswersWhatTheDocumentSaysOfItAndNothingElse() {
        assertThat(handled(site.curriculum))
                .containsExactlyInAnyOrderElementsOf(
                        documented(site.contract.operations().stream(), "curriculum"));
    }

    @Test
    void competitionAnswersWhatTheDocumentSaysOfItAndNothingElse() {
        assertThat(handled(site.competition))
                .containsExactlyInAnyOrderElementsOf(
                        documented(site.contract.operations().stream(), "competition"));
    }

    @Test
    void reviewAnswersWhatTheDocumentSaysOfItAndNothingElse() {
        assertThat(handled(site.review))
                .containsExactlyInAnyOrderElementsOf(
                        documented(site.contract.operations().stream(), "review"));
    }

    @Test
    void whatIsSentByNobodyIsTheSameAtTheGatewayAndTheService() {
        assertThat(site.contract.operations())
                .filteredOn(operation -> operation.described().path("x-unseen").asBoolean(false))
                .hasSize(7)
                .allSatisfy(
                        operation ->
                                assertThat(unseen(site.gateway, operation))
                                        .as(operation.id())
                                        .isEqualTo(unseen(site.review, operation))
                                        .isTrue());
        assertThat(site.contract.operations())
                .filteredOn(operation -> !operation.described().path("x-unseen").asBoolean(false))
                .noneMatch(operation -> unseen(site.gateway, operation))
                .noneMatch(operation -> unseen(site.review, operation));
    }

    private static boolean unseen(ReactiveWebServerApplicationContext at, Operation operation) {
        return at.getBean(Unseen.class)
                .isOf(
                        MockServerHttpRequest.method(
                                        HttpMethod.valueOf(operation.method()),
                                        operation.path().getPatternString().replaceAll("[{}]", ""))
                                .build());
    }

    @Test
    void whatTheGatewayAsksByItselfNobodyElseCan() {
        for (String operation : OF_THE_GATEWAY) {
            String[] parts = operation.split(" ", 2);
            Answer nobody = site.client().send(parts[0], parts[1], Client.JSON, "{}");
            Answer admin = site.admin().send(parts[0], parts[1], Client.JSON, "{}");

            nobody.is(401);
            admin.is(404, "NOT_FOUND");
        }
    }

    @Test
    void everyServiceOfTheDocumentIsOneThatTheGatewayKnows() {
        assertThat(site.contract.operations())
                .map(Operation::service)
                .filteredOn(Objects::nonNull)
                .allSatisfy(
                        service ->
                                assertThat(
                                                site.gateway
                                                        .getEnvironment()
                                                        .getProperty(
                                                                "bootcamp.services."
                                                                        + service
                                                                        + ".url"))
                                        .isNotNull());
    }

    @Test
    void whatMayBeSentTwiceAndEditedSaysByWhichHeaders() {
        assertThat(site.contract.operations())
                .filteredOn(operation -> operation.method().equals("POST"))
                .allSatisfy(
                        operation ->
                                assertThat(parameters(operation).contains("header Idempotency-Key"))
                                        .as(operation.id())
                                        .isEqualTo(!WITHOUT_KEY.contains(operation.id())));
        assertThat(site.contract.operations())
                .filteredOn(operation -> operation.method().equals("GET"))
                .filteredOn(operation -> !GoodRequest.isStream(operation))
                // A tag that comes back would tell who has asked before.
                .filteredOn(operation -> !operation.described().path("x-unseen").asBoolean(false))
                .allSatisfy(
                        operation -> {
                            assertThat(operation.statuses()).as(operation.id()).contains(304);
                            assertThat(parameters(operation))
                                    .as(operation.id())
                                    .contains("header If-None-Match");
                        });
        assertThat(site.contract.operations())
                .filteredOn(operation -> operation.statuses().contains(412))
                .allSatisfy(
                        operation ->
                                assertThat(parameters(operation))
                                        .as(operation.id())
                                        .contains("header If-Match"));
    }

    @Test
    void everyVariableOfAPathIsDescribed() {
        assertThat(site.contract.operations())
                .allSatisfy(
                        operation ->
                                assertThat(
                                                parameters(operation).stream()
                                                        .filter(one -> one.startsWith("path "))
                                                        .map(one -> "{" + one.substring(5) + "}"))
                                        .as(operation.id())
                                        .containsExactlyInAnyOrderElementsOf(
                                                Stream.of(
                                                                operation
                                                                        .path()
                                                                        .getPatternString()
                                                                        .split("/", -1))
                                                        .filter(part -> part.startsWith("{"))
                                                        .toList()));
    }

    private List<String> parameters(Operation operation) {
        return site.contract
                .parameters(operation)
                .map(one -> one.path("in").asString() + " " + one.path("name").asString())
                .toList();
    }

    private static Set<String> documented(Stream<Operation> operations, @Nullable String service) {
        return operations
                .filter(operation -> Objects.equals(operation.service(), service))
                .map(Operation::id)
                .collect(Collectors.toSet());
    }

    private static Set<String> handled(ReactiveWebServerApplicationContext context) {
        return context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(RoutesTest::operations)
                .collect(Collectors.toSet());
    }

    private static Stream<String> operations(RequestMappingInfo mapping) {
        assertThat(mapping.getMethodsCondition().getMethods()).as("%s", mapping).isNotEmpty();
        return mapping.getPatternsCondition().getPatterns().stream()
                .flatMap(
                        path ->
                                mapping.getMethodsCondition().getMethods().stream()
                                        .map(method -> method + " " + path.getPatternString()));
    }
}
