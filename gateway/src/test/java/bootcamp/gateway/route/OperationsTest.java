package bootcamp.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the document must say before the gateway starts with it. */
class OperationsTest {

    @Test
    void everyOperationSaysWhoMayAskForIt() {
        Operations operations = new Operations(OpenApi.read());

        assertThat(operations.all())
                .hasSizeGreaterThan(30)
                .allMatch(one -> one.forAnybody() || !one.roles().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"summary\": \"nobody is named\"}",
                "{\"x-roles\": []}",
                "{\"x-roles\": [\"ADMIN\"], \"security\": []}"
            })
    void anOperationThatNamesNobodyOrBothStopsTheStart(String described) {
        ObjectNode document = document("/api/things", described);

        assertThatThrownBy(() -> new Operations(document))
                .hasMessageContaining("get /api/things says neither");
    }

    @Test
    void aRoleThatDoesNotExistStopsTheStart() {
        ObjectNode document = document("/api/things", "{\"x-roles\": [\"OWNER\"]}");

        assertThatThrownBy(() -> new Operations(document)).hasMessageContaining("OWNER");
    }

    @Test
    void whatIsNotDescribedIsNotThere() {
        Operations operations = new Operations(OpenApi.read());

        assertThat(find(operations, "/api/users")).isNotNull();
        assertThat(find(operations, "/api/users/admin/password")).isNull();
    }

    @Test
    void aLinkSpeaksForWhoeverHasItWhereTheDocumentSaysSoAndNowhereElse() {
        Operations operations = new Operations(OpenApi.read());

        assertThat(isForAnybody(operations, "/api/me/calendar.ics?token=x")).isTrue();
        assertThat(isForAnybody(operations, "/api/me/calendar.ics?token=")).isTrue();
        assertThat(isForAnybody(operations, "/api/cohorts/a/calendar.ics?token=x")).isTrue();
        assertThat(isForAnybody(operations, "/api/me/calendar.ics")).isFalse();
        assertThat(isForAnybody(operations, "/api/me/calendar.ics?Token=x")).isFalse();
        assertThat(operations.all())
                .filteredOn(one -> one.link() != null)
                .extracting(one -> one.path().getPatternString())
                .containsExactlyInAnyOrder(
                        "/api/me/calendar.ics", "/api/cohorts/{cohortId}/calendar.ics");
        assertThat(isForAnybody(operations, "/api/users?token=x")).isFalse();
    }

    private static boolean isForAnybody(Operations operations, String path) {
        return operations.isForAnybody(MockServerWebExchange.from(MockServerHttpRequest.get(path)));
    }

    private static @Nullable Operation find(Operations operations, String path) {
        return operations.find(MockServerWebExchange.from(MockServerHttpRequest.get(path)));
    }

    private static ObjectNode document(String path, String described) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode document = json.createObjectNode();
        document.putObject("paths").putObject(path).set("get", json.readTree(described));
        return document;
    }
}
