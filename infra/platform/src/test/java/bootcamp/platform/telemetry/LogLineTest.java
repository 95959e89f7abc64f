package bootcamp.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogLineTest {

    private static final String CANARY = "Kim Canary canary@example.org 010-1234-5678 s3cret!";

    private final LoggerContext context = contextOfItsOwn();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private static LoggerContext contextOfItsOwn() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    private Logger logger(String name) {
        Logger logger = context.getLogger(name);
        logger.setLevel(Level.DEBUG);
        events.setContext(context);
        events.start();
        logger.addAppender(events);
        return logger;
    }

    private String line() {
        return new String(new LogEncoder().encode(events.list.getLast()), StandardCharsets.UTF_8);
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(line());
    }

    @Test
    void allowedFieldsAndTheWordsOfTheCallAreOneLineOfJson() {
        logger("bootcamp.platform.Test")
                .atWarn()
                .addKeyValue("topic", "bootcamp.enrollment")
                .addKeyValue("partition", 3)
                .addKeyValue("offset", 42L)
                .log("A record could not be processed and is parked");

        assertThat(line()).endsWith("}\n").hasLineCount(1);
        assertThat(json().path("level").asString()).isEqualTo("WARN");
        assertThat(json().path("message").asString())
                .isEqualTo("A record could not be processed and is parked");
        assertThat(json().path("topic").asString()).isEqualTo("bootcamp.enrollment");
        assertThat(json().path("partition").asInt()).isEqualTo(3);
        assertThat(json().path("offset").asLong()).isEqualTo(42);
    }

    @Test
    void fieldsThatNobodyAllowedAreLeftOut() {
        logger("bootcamp.platform.Test").atInfo().addKeyValue("email", CANARY).log("Sent");

        assertThat(line()).doesNotContain("email", "canary", "1234-5678");
    }

    @Test
    void anAllowedFieldDoesNotCarryWhatNoIdLooksLike() {
        logger("bootcamp.platform.Test").atInfo().addKeyValue("code", CANARY).log("Refused");

        assertThat(json().path("code").asString()).isEqualTo("(not shown)");
        assertThat(line()).doesNotContain("canary", "1234-5678");
    }

    @Test
    void argumentsWithinTheWordsAreLeftOut() {
        logger("bootcamp.platform.Test").info("{} could not be enrolled", CANARY);

        assertThat(json().path("message").asString()).isEqualTo("{} could not be enrolled");
        assertThat(line()).doesNotContain("canary", "1234-5678");
    }

    @Test
    void aFailureTellsItsKindsAndPlacesButNoMessage() {
        IllegalStateException failure =
                new IllegalStateException(CANARY, new IllegalArgumentException(CANARY));
        failure.addSuppressed(new IllegalStateException(CANARY));

        logger("bootcamp.platform.Test").atError().setCause(failure).log("A fault");

        assertThat(line()).doesNotContain("anary", "1234-5678");
        JsonNode causes = json().path("failure");
        assertThat(causes.path(0).path("type").asString())
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(causes.path(0).path("frames").path(0).asString()).contains("LogLineTest");
        assertThat(causes.path(1).path("type").asString())
                .isEqualTo("java.lang.IllegalArgumentException");
    }

    @Test
    void othersAreQuotedOnlyWhereTheySpeakOfMachines() {
        logger("org.example.Driver").warn("Command failed: {name: '" + CANARY + "'}");
        assertThat(line()).doesNotContain("anary", "message").contains("org.example.Driver");

        logger("org.apache.kafka.clients.NetworkClient").warn("Node {} disconnected", 1);
        assertThat(json().path("message").asString()).isEqualTo("Node 1 disconnected");
    }

    @Test
    void theTraceOfACommandIsPartOfItsTraceparent() {
        assertThat(Hops.traceId("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
                .isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(Hops.traceId("not one")).isNull();
        assertThat(Hops.traceId(null)).isNull();
    }
}
