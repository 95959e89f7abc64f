package bootcamp.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bootcamp.embedded.EmbeddedBroker;
import bootcamp.embedded.EmbeddedDatabase;
import bootcamp.gateway.GatewayApplication;
import bootcamp.gateway.signin.Ticket.Purpose;
import bootcamp.platform.event.Event;
import bootcamp.platform.event.EventCodec;
import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.event.TopicTable;
import bootcamp.platform.http.ProblemException;
import bootcamp.platform.security.IdentityKeys;
import bootcamp.platform.security.Role;
import bootcamp.platform.stream.StreamFeed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Erasures end accounts: whole gateways against a real broker and database. */
@NullUnmarked
class AccountFeedTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final IdentityKeys KEYS = IdentityKeys.generate();
    private static final AtomicInteger STUDENTS = new AtomicInteger();
    private static final long SECONDS_MAX = 30;

    @TempDir static Path directory;
    private static EmbeddedBroker broker;
    private static EmbeddedDatabase database;
    private static Producer<String, byte[]> producer;
    private static ConfigurableApplicationContext gateway;

    private final String studentId = "student-" + STUDENTS.incrementAndGet();

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory);
        TopicTable.fromClassPath().createMissing(broker.bootstrapServers());
        database = EmbeddedDatabase.inMemory();
        producer = new KafkaClients(broker.bootstrapServers()).producer("test");
        gateway = startGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        producer.close();
        database.close();
        broker.close();
    }

    private static ConfigurableApplicationContext startGateway() {
        return GatewayApplication.builder()
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(
                        "--server.port=0",
                        "--bootcamp.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--bootcamp.mongodb.uri=" + database.uri(),
                        "--bootcamp.hashing.secret=a secret of the tests",
                        "--bootcamp.identity.private-key=" + KEYS.privateKey(),
                        "--bootcamp.identity.public-key=" + KEYS.publicKey());
    }

    @Test
    void accountsOfAnErasedStudentEndWithTheirSessionsAndOthersStay() throws Exception {
        Account account = account("kim-" + studentId, studentId);
        Account second = account("kim2-" + studentId, studentId);
        Account other = account("lee-" + studentId, studentId + "-other");
        String secret = session(account);

        erase(studentId, 1, "2024-05-02");

        await(() -> find(account.username()) == null && find(second.username()) == null);
        assertThat(find(other.username())).isNotNull();
        Ticket ticket = tickets().find(secret).block();
        assertThat(ticket).isNotNull();
        assertThat(store().find(ticket.username()).filter(ticket::fits).block()).isNull();
    }

    @Test
    void noAccountIsMadeForAStudentWhoWasErased() throws Exception {
        erase(studentId, 1, "2024-05-02");
        await(() -> feed().isBehind().blockOptional().filter(behind -> !behind).isPresent());

        assertThatThrownBy(() -> account("kim-" + studentId, studentId))
                .isInstanceOf(ProblemException.class)
                .hasMessage("STUDENT_ERASED");

        assertThat(find("kim-" + studentId)).isNull();
    }

    @Test
    void noAccountIsGivenToAStudentWhoWasErased() throws Exception {
        Account account = account("kim-" + studentId, studentId + "-before");
        erase(studentId, 1, "2024-05-02");
        await(() -> feed().isBehind().blockOptional().filter(behind -> !behind).isPresent());

        assertThatThrownBy(
                        () ->
                                accounts()
                                        .edit(
                                                account.username(),
                                                null,
                                                before ->
                                                        before.withRights(
                                                                Role.STUDENT,
                                                                studentId,
                                                                null,
                                                                Set.of()))
                                        .block())
                .isInstanceOf(ProblemException.class)
                .hasMessage("STUDENT_ERASED");
    }

    @Test
    void erasureThatCameWhileNoGatewayRanIsDoneByTheNext() throws Exception {
        Account account = account("kim-" + studentId, studentId);
        gateway.close();
        erase(studentId, 1, "2024-05-02");
        erase(studentId, 1, "2024-05-02");

        gateway = startGateway();

        await(() -> find(account.username()) == null);
    }

    @Test
    void erasureThatCanNotBeReadIsParkedAndTheNextIsDone() throws Exception {
        Account account = account("kim-" + studentId, studentId);
        erase(studentId + "-poison", 1, "yesterday");
        erase(studentId, 1, "2024-05-02");

        await(() -> find(account.username()) == null);
        await(() -> !feed().deadLetters().list().isEmpty());
        assertThat(feed().deadLetters().list())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.code()).isEqualTo("STATE_DOES_NOT_FIT");
                            assertThat(letter.reason()).isEqualTo("erasedOn");
                        });
    }

    private static Accounts accounts() {
        return gateway.getBean(Accounts.class);
    }

    private static AccountStore store() {
        return gateway.getBean(AccountStore.class);
    }

    private static TicketStore tickets() {
        return gateway.getBean(TicketStore.class);
    }

    private static StreamFeed<?> feed() {
        return gateway.getBean(StreamFeed.class);
    }

    private static Account account(String username, String ofStudent) {
        Account wanted =
                Account.named(username, Role.STUDENT)
                        .withRights(Role.STUDENT, ofStudent, null, Set.of())
                        .asNew(null);
        return accounts().create(wanted, null).block();
    }

    private static String session(Account account) {
        return tickets().issue(Purpose.SESSION, account, Duration.ofHours(1)).block().secret();
    }

    private static @Nullable Account find(String username) {
        return store().find(username).block();
    }

    private static void erase(String student, long version, String on) throws Exception {
        ObjectNode state = JSON.createObjectNode().put("studentId", student).put("erasedOn", on);
        Event event =
                new Event(
                        "Erasure",
                        student,
                        version,
                        1,
                        "enrollment",
                        Instant.parse("2024-05-02T03:04:05Z"),
                        List.of(JSON.createObjectNode().put("type", "PersonErased")),
                        state,
                        null);
        producer.send(EventCodec.ofAll().encode("bootcamp.enrollment", 3, event))
                .get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < SECONDS_MAX * 50 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
