package bootcamp.review.box;

import static org.assertj.core.api.Assertions.assertThat;

import bootcamp.platform.event.KafkaClients;
import bootcamp.platform.outbox.OutboxRelay;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.platform.service.RunningService;
import bootcamp.platform.service.RunningService.Calls;
import bootcamp.platform.source.KeyedHash;
import bootcamp.review.ReviewApplication;
import bootcamp.review.SchoolTopic;
import bootcamp.review.box.Attacker.Known;
import bootcamp.review.box.Attacker.Success;
import bootcamp.review.school.Kind;
import bootcamp.review.school.Target;
import bootcamp.review.ticket.Browser;
import bootcamp.review.ticket.QuickKeys;
import bootcamp.review.ticket.TicketKey;
import bootcamp.review.ticket.TicketKeyStore;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Whose review it is, and whose report of conduct, for somebody who holds the service's database,
 * its topic with every figure that was published, its log with traces, its meters and its hashing
 * secret, and has written down what was signed for whom and in which order, and what was spent, but
 * not when. What of it the gateway has is in {@code UnseenTest}: nothing. Students spend their
 * tickets in the very order in which they took them, which is as bad as it can be for them.
 * Guessing finds one in each cohort, whatever its size.
 */
class JoiningTest {

    private static final RunningService SERVICE =
            RunningService.start(ReviewApplication.NAME, QuickKeys::builder);
    private static final SchoolTopic SCHOOL = new SchoolTopic(SERVICE.bootstrapServers());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What each cohort reviews; the first {@value #REPORTING} report with it too. */
    private static final List<Kind> KINDS =
            List.of(Kind.COMPETITION, Kind.COMPETITION, Kind.PULSE, Kind.PROGRAMME, Kind.PROGRAMME);

    private static final int COHORTS = 5;
    private static final int REPORTING = 2;
    private static final int STUDENTS = 12;
    private static final int ALL = COHORTS * STUDENTS;

    /**
     * Of right guesses, which are nearly Poisson around {@value #COHORTS} in any one of some thirty
     * ways; around twice as many by sizes, for the two reviews of a cohort that no step has counted
     * are shorter, and came last: more come once in 10,000 runs.
     */
    private static final int BY_CHANCE = 25;

    private static final int REPORTS = REPORTING * STUDENTS;

    /** Collections of what students write. */
    private static final Set<String> OF_WRITERS = Set.of("boxes", "conductReports");

    /** The same of reports, around {@value #REPORTING}. */
    private static final int REPORTS_BY_CHANCE = 13;

    private static final List<Cohort> HONEST = new ArrayList<>();
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final Logger TRACE = logger("bootcamp.trace");

    /** What somebody writes down who is in the service while a ticket is signed, and spent. */
    private record Ticket(
            String studentId, String blinded, String given, String message, String signature) {}

    /**
     * @param tickets in the order in which they were taken and spent
     * @param words of each student, from which the truth is known
     * @param reports of each student, likewise; empty: nobody reported anything
     */
    private record Cohort(
            Target target,
            List<Ticket> tickets,
            Map<String, String> words,
            Map<String, String> reports) {

        String writer(String of) {
            return Stream.of(words, reports)
                    .flatMap(each -> each.entrySet().stream())
                    .filter(each -> each.getValue().equals(of))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }

        Ticket spentFor(String report) {
            String writer = writer(report);
            return tickets.stream()
                    .filter(each -> each.studentId().equals(writer))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What is known of the students of a cohort, of their reviews and of their reports. */
    private record Found(List<Known> students, List<Known> reviews, List<Known> reports) {}

    /** Nothing is written after it was looked at. */
    private static final Map<Target, Found> FOUND = new HashMap<>();

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeAll
    static void reviewed() {
        LOG.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(LOG);
        TRACE.addAppender(LOG);
        TRACE.setLevel(Level.DEBUG);
        TRACE.setAdditive(false);
        KINDS.forEach(each -> HONEST.add(cohort(each, true)));
        SERVICE.bean(SummaryPress.class).publish().block(PATIENCE);
        assertThat(SERVICE.bean(OutboxRelay.class).drained(PATIENCE)).isTrue();
    }

    @AfterAll
    static void stop() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(LOG);
        TRACE.setAdditive(true);
        TRACE.detachAppender(LOG);
        TRACE.setLevel(null);
        SCHOOL.close();
        SERVICE.close();
    }

    private static Cohort cohort(Kind kind, boolean blinding) {
        Cohort cohort = ticketed(kind, blinding);
        cohort.tickets().forEach(each -> spend(cohort, each));
        return cohort;
    }

    /** Everybody has a ticket, and nobody has spent one. */
    private static Cohort ticketed(Kind kind, boolean blinding) {
        String cohortId = "j" + UUID.randomUUID().toString().substring(0, 8);
        LocalDate today = LocalDate.now();
        SCHOOL.cohort(cohortId, today.minusDays(60), today.plusDays(60));
        List<String> students = new ArrayList<>();
        for (int each = 0; each < STUDENTS; each++) {
            students.add(UUID.randomUUID().toString());
            SCHOOL.enrolled(students.getLast(), cohortId);
        }
        boolean isContest = kind == Kind.COMPETITION;
        if (isContest) {
            String[] all = students.toArray(String[]::new);
            SCHOOL.team("contest-" + cohortId, "team-" + cohortId, 3, all);
            Instant closed = Instant.now().minusSeconds(60);
            SCHOOL.competition("contest-" + cohortId, cohortId, 1, closed);
        }
        if (kind == Kind.PULSE) {
            // Whichever day is today, that week is over and asked about.
            SCHOOL.attended(cohortId, today.minusDays(7), students.toArray(String[]::new));
        }
        Collections.shuffle(students, new Random(cohortId.hashCode()));
        String id = due(student(students.getFirst()), kind).at("/target/id").asString();
        Target target = new Target(kind, id, cohortId);
        List<Ticket> tickets = students.stream().map(each -> ticket(each, kind, blinding)).toList();
        return new Cohort(target, tickets, new HashMap<>(), new HashMap<>());
    }

    private static void spend(Cohort cohort, Ticket ticket) {
        boolean isPulse = cohort.target().kind() == Kind.PULSE;
        String words = isPulse ? reviewId(cohort, ticket) : UUID.randomUUID().toString();
        cohort.words().put(ticket.studentId(), words);
        String conduct = "";
        if (cohort.target().kind() == Kind.COMPETITION) {
            cohort.reports().put(ticket.studentId(), UUID.randomUUID().toString());
            conduct = ", \"conduct\": \"" + cohort.reports().get(ticket.studentId()) + "\"";
        }
        SERVICE.as(Caller.NOBODY)
                .post(
                        "/api/reviews",
                        """
                        {"target": {"kind": "%s", "id": "%s"},
                         "ticket": {"message": "%s", "signature": "%s"},
                         "rating": %d%s%s}"""
                                .formatted(
                                        cohort.target().kind(),
                                        cohort.target().id(),
                                        ticket.message(),
                                        ticket.signature(),
                                        1
                                                + cohort.words().size()
                                                        % cohort.target().kind().highest(),
                                        isPulse ? "" : ", \"pros\": \"" + words + "\"",
                                        conduct))
                .is(201);
    }

    /**
     * What the attacker computes too, who holds the secret. A week has no words by which to tell.
     */
    private static String reviewId(Cohort cohort, Ticket ticket) {
        return SERVICE.bean(KeyedHash.class)
                .of("review of " + cohort.target().key(), bytes(ticket.message()));
    }

    private static Calls student(String studentId) {
        return SERVICE.as(new Caller(studentId, Set.of(Role.STUDENT), studentId, null, Set.of()));
    }

    private static Ticket ticket(String studentId, Kind kind, boolean blinding) {
        Calls student = student(studentId);
        JsonNode due = due(student, kind);
        JsonNode key = due.path("publicKey");
        Browser browser = blinding ? new Browser(key) : Browser.withoutBlinding(key);
        String given =
                student.post(
                                "/api/reviews/tickets",
                                "{\"target\": %s, \"blinded\": \"%s\"}"
                                        .formatted(due.path("target"), browser.blinded()))
                        .is(200)
                        .text("signature");
        return new Ticket(
                studentId, browser.blinded(), given, browser.message(), browser.finished(given));
    }

    private static JsonNode due(Calls student, Kind kind) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            for (JsonNode each : student.get("/api/reviews/due").is(200).json().path("items")) {
                if (each.at("/target/kind").asString().equals(kind.name())) {
                    return each;
                }
            }
        }
        throw new AssertionError("never due");
    }

    // ---- what the attacker holds

    private static List<Document> collection(String name) {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        return Flux.from(database.getCollection(name).find()).collectList().block(PATIENCE);
    }

    /**
     * Every document of every collection but the reviews and the reports, every record of the
     * topic, every line of the log and of traces, and every meter.
     */
    private static Map<String, Document> everything() {
        MongoDatabase database = SERVICE.bean(MongoDatabase.class);
        List<Document> all = new ArrayList<>(topic());
        all.addAll(lines());
        all.addAll(meters());
        for (String name : Flux.from(database.listCollectionNames()).toIterable()) {
            if (!OF_WRITERS.contains(name)) {
                all.addAll(collection(name));
            }
        }
        Map<String, Document> byText = new LinkedHashMap<>();
        all.forEach(each -> byText.put(each.toJson(), each));
        return byText;
    }

    private static List<Document> lines() {
        return List.copyOf(LOG.list).stream()
                .map(
                        each ->
                                new Document("line", each.getFormattedMessage())
                                        .append("with", String.valueOf(each.getKeyValuePairs()))
                                        .append("mdc", each.getMDCPropertyMap().toString())
                                        .append("at", Date.from(each.getInstant())))
                .toList();
    }

    private static List<Document> meters() {
        List<Document> meters = new ArrayList<>();
        for (Meter each : SERVICE.bean(MeterRegistry.class).getMeters()) {
            Document meter = new Document("meter", each.getId().toString());
            each.measure().forEach(one -> meter.append(one.getStatistic().name(), one.getValue()));
            meters.add(meter);
        }
        assertThat(meters).as("something is counted").isNotEmpty();
        return meters;
    }

    private static List<Document> topic() {
        List<Document> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> topic =
                new KafkaClients(SERVICE.bootstrapServers()).consumer("attacker")) {
            List<TopicPartition> all =
                    topic.partitionsFor("bootcamp.review").stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            topic.assign(all);
            topic.seekToBeginning(all);
            Map<TopicPartition, Long> ends = topic.endOffsets(all);
            while (all.stream().anyMatch(each -> topic.position(each) < ends.get(each))) {
                topic.poll(Duration.ofMillis(100))
                        .forEach(
                                each ->
                                        records.add(
                                                Document.parse(
                                                        new String(
                                                                each.value(),
                                                                StandardCharsets.UTF_8))));
            }
        }
        assertThat(records).as("figures were told").isNotEmpty();
        return records;
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    /** In the order in which their tickets were signed. */
    private static List<Known> students(Cohort cohort, Map<String, Document> everything) {
        KeyedHash hash = SERVICE.bean(KeyedHash.class);
        Map<String, Document> signed = new HashMap<>();
        collection("tickets").forEach(each -> signed.put(each.getString("_id"), each));
        List<Known> students = new ArrayList<>();
        for (Ticket ticket : cohort.tickets()) {
            String id = hash.of("who has a ticket", ticket.studentId(), cohort.target().key());
            Document found = signed.get(id);
            assertThat(found).as("the attacker knows who has a ticket").isNotNull();
            List<Document> documents = new ArrayList<>(List.of(found));
            documents.add(
                    new Document("blinded", ticket.blinded())
                            .append("given", ticket.given())
                            .append("hash", hash.of("what was signed", bytes(ticket.given()))));
            documents.addAll(about(everything, ticket.studentId()));
            students.add(new Known(ticket.studentId(), documents));
        }
        return students;
    }

    /** In the order in which they lie in the database. */
    private static List<Known> reviews(Cohort cohort, Map<String, Document> everything) {
        KeyedHash hash = SERVICE.bean(KeyedHash.class);
        boolean isPulse = cohort.target().kind() == Kind.PULSE;
        Map<String, Ticket> byId = new HashMap<>();
        cohort.tickets().forEach(each -> byId.put(reviewId(cohort, each), each));
        Document box =
                collection("boxes").stream()
                        .filter(each -> each.getString("_id").equals(cohort.target().key()))
                        .findFirst()
                        .orElseThrow();
        List<Known> reviews = new ArrayList<>();
        for (Document found : box.getList("reviews", Document.class)) {
            Ticket ticket = byId.get(found.getString("id"));
            assertThat(ticket).as("the attacker knows what was spent for it").isNotNull();
            List<Document> documents = new ArrayList<>(List.of(found));
            documents.add(
                    new Document("message", ticket.message())
                            .append("signature", ticket.signature())
                            .append("hash", hash.of("what was signed", bytes(ticket.signature()))));
            documents.addAll(about(everything, found.getString("id")));
            String who =
                    isPulse
                            ? found.getString("id")
                            : found.get("words", Document.class).getString("pros");
            reviews.add(new Known(who, documents));
        }
        assertThat(reviews).hasSize(STUDENTS);
        return reviews;
    }

    /** In the order in which they lie; by the secret it is known with which ticket each came. */
    private static List<Known> reports(Cohort cohort, Map<String, Document> everything) {
        List<Known> reports = new ArrayList<>();
        for (Document found : collection("conductReports")) {
            if (found.getString("cohortId").equals(cohort.target().cohortId())) {
                String text =
                        found.getList("messages", Document.class).getFirst().getString("text");
                Ticket ticket = cohort.spentFor(text);
                List<Document> documents = new ArrayList<>(List.of(found));
                documents.add(
                        new Document("message", ticket.message())
                                .append("signature", ticket.signature()));
                documents.addAll(about(everything, found.getString("_id")));
                reports.add(new Known(text, documents));
            }
        }
        assertThat(reports).hasSize(STUDENTS);
        return reports;
    }

    private static List<Document> about(Map<String, Document> everything, String id) {
        return everything.entrySet().stream()
                .filter(each -> each.getKey().contains(id))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Found found(Cohort cohort) {
        Map<String, Document> everything = everything();
        return new Found(
                students(cohort, everything),
                reviews(cohort, everything),
                cohort.reports().isEmpty() ? List.of() : reports(cohort, everything));
    }

    /** The best that the attacker reaches where what lies in the stores was changed so. */
    private static Success attacked(List<Cohort> cohorts, Leak leak) {
        return attacked(cohorts, leak, Cohort::words, Found::reviews);
    }

    private static Success attacked(
            List<Cohort> cohorts,
            Leak leak,
            Function<Cohort, Map<String, String>> written,
            Function<Found, List<Known>> kept) {
        Map<String, String> truth = new HashMap<>();
        cohorts.forEach(each -> truth.putAll(written.apply(each)));
        Attacker attacker = new Attacker(truth);
        for (Cohort cohort : cohorts) {
            Found found = FOUND.computeIfAbsent(cohort.target(), _ -> found(cohort));
            List<Known> students = found.students();
            List<Known> reviews = kept.apply(found);
            attacker.attack(
                    students.stream().map(each -> leak.student(cohort, each)).toList(),
                    leak.reviews(cohort, reviews));
        }
        return attacker.best();
    }

    /** What the stores would hold besides, or how they would lie, were a defence missing. */
    private enum Leak {
        NONE,
        /** A review's id is made of who writes it. */
        ID,
        /** Reviews lie in the order in which they came. */
        ORDER,
        /** Tickets and reviews have the moment in which they came. */
        TIME,
        /** Both requests have a line in a log. */
        LOG,
        /** Both requests are of the same trace. */
        TRACE,
        /** Both requests are counted where they can be told from others. */
        METER,
        /** What is kept of a ticket is longer the later it is, and so is the review. */
        SIZE;

        private static final Instant MORNING = Instant.parse("2024-05-02T00:00:00Z");
        private static final int LONGER = 50_000;

        private static int arrival(Cohort cohort, String studentId) {
            return cohort.tickets().stream().map(Ticket::studentId).toList().indexOf(studentId);
        }

        private static Date at(int minute, int second) {
            return Date.from(MORNING.plusSeconds(60L * minute + second));
        }

        Known student(Cohort cohort, Known student) {
            return leaking(cohort, student, student.who(), "/api/reviews/tickets", 0);
        }

        List<Known> reviews(Cohort cohort, List<Known> reviews) {
            if (this == ORDER) {
                return reviews.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        each -> arrival(cohort, cohort.writer(each.who()))))
                        .toList();
            }
            // A second later: what is the same in both would be a value, not a time.
            return reviews.stream()
                    .map(
                            each ->
                                    leaking(
                                            cohort,
                                            each,
                                            cohort.writer(each.who()),
                                            "/api/reviews",
                                            1))
                    .toList();
        }

        private Known leaking(Cohort cohort, Known known, String by, String path, int second) {
            int arrival = arrival(cohort, by);
            Document more =
                    switch (this) {
                        case NONE, ORDER -> null;
                        case ID -> second == 0 ? null : new Document("by", idOf(cohort, by));
                        case TIME -> new Document("at", at(arrival, second));
                        case LOG ->
                                new Document("line", "POST " + path)
                                        .append("at", at(arrival, second));
                        case TRACE -> new Document("trace", "trace of " + by);
                        case METER ->
                                new Document("meter", "http.server.requests " + path)
                                        .append("COUNT", (double) arrival + second);
                        case SIZE -> new Document("more", path + "x".repeat(LONGER * arrival));
                    };
            return more == null ? known : known.with(more);
        }

        private static String idOf(Cohort cohort, String studentId) {
            return SERVICE.bean(KeyedHash.class)
                    .of("who has a ticket", studentId, cohort.target().key());
        }
    }

    private static void print(String what, Success success, int of) {
        // The issue asks for the figure: what is guessed differs from run to run.
        System.out.printf(
                Locale.ROOT,
                "joining, %s: %d of %d (%s)%n",
                what,
                success.hits(),
                of,
                success.way());
    }

    // ---- what it comes to

    @Test
    void whoHoldsEverythingDoesNoBetterThanGuessing() {
        Success success = attacked(HONEST, Leak.NONE);
        print("as it is; guessing finds " + COHORTS, success, ALL);
        assertThat(success.hits()).isLessThan(BY_CHANCE);
    }

    @Test
    void withoutBlindingEverybodyIsFound() {
        Success success = attacked(List.of(cohort(Kind.PROGRAMME, false)), Leak.NONE);
        print("without blinding", success, STUDENTS);
        assertThat(success.hits()).isEqualTo(STUDENTS);
    }

    @Test
    void withoutAnyOneOfTheOthersEverybodyIsFound() {
        for (Leak leak : EnumSet.complementOf(EnumSet.of(Leak.NONE))) {
            Success success = attacked(HONEST, leak);
            print("without what keeps " + leak + " apart", success, ALL);
            assertThat(success.hits()).as(leak.name()).isEqualTo(ALL);
            Success reports = attackedReports(leak);
            print("reports, without what keeps " + leak + " apart", reports, REPORTS);
            assertThat(reports.hits()).as(leak.name()).isEqualTo(REPORTS);
        }
    }

    @Test
    void whoAloneWritesOnAQuietDayMayBeAnybodyWhoTookATicket() {
        assertThat(suspects(ticketed(Kind.PROGRAMME, true))).isEmpty();

        Cohort unblinded = ticketed(Kind.PROGRAMME, false);
        assertThat(suspects(unblinded)).containsExactlyElementsOf(unblinded.words().keySet());
    }

    /** One spends a ticket: of whom is anything in what has changed, or in what was spent? */
    private static List<String> suspects(Cohort quiet) {
        Ticket spent = quiet.tickets().get(STUDENTS / 2);
        Set<String> before = everything().keySet();
        spend(quiet, spent);
        SERVICE.bean(SummaryPress.class).publish().block(PATIENCE);
        assertThat(SERVICE.bean(OutboxRelay.class).drained(PATIENCE)).isTrue();
        List<String> after = new ArrayList<>(everything().keySet());
        after.removeAll(before);
        collection("boxes").stream()
                .filter(each -> each.getString("_id").equals(quiet.target().key()))
                .forEach(each -> after.add(each.toJson()));
        KeyedHash hash = SERVICE.bean(KeyedHash.class);
        after.add(hash.of("what was signed", bytes(spent.signature())));
        after.add(spent.message() + " " + spent.signature());
        assertThat(after).anyMatch(each -> each.contains(reviewId(quiet, spent)));
        String all = String.join("\n", after);
        return quiet.tickets().stream()
                .filter(
                        each ->
                                Stream.of(
                                                each.studentId(),
                                                each.blinded(),
                                                each.given(),
                                                hash.of("what was signed", bytes(each.given())),
                                                Leak.idOf(quiet, each.studentId()))
                                        .anyMatch(all::contains))
                .map(Ticket::studentId)
                .toList();
    }

    private static Success attackedReports(Leak leak) {
        return attacked(HONEST.subList(0, REPORTING), leak, Cohort::reports, Found::reports);
    }

    @Test
    void whoseReportOfConductItIsIsGuessedAsWell() {
        Success success = attackedReports(Leak.NONE);
        print("reports; guessing finds " + REPORTING, success, REPORTS);
        assertThat(success.hits()).isLessThan(REPORTS_BY_CHANCE);
    }

    /** As a key for each student would: here each is of another cohort, and so has another key. */
    @Test
    void withAKeyForEachStudentTheKeyTellsWhoItIs() {
        TicketKeyStore keys = SERVICE.bean(TicketKeyStore.class);
        List<TicketKey> all =
                HONEST.stream()
                        .map(each -> keys.find(each.target()).block(PATIENCE))
                        .map(TicketKeyStore.Keys::key)
                        .toList();
        for (int each = 0; each < COHORTS; each++) {
            Ticket ticket = HONEST.get(each).tickets().getFirst();
            List<TicketKey> signers =
                    all.stream()
                            .filter(
                                    key ->
                                            key.isSigned(
                                                    bytes(ticket.message()),
                                                    bytes(ticket.signature())))
                            .toList();
            assertThat(signers).containsExactly(all.get(each));
        }
        assertThat(Set.copyOf(kids())).as("one key for all of a cohort").hasSize(1);
    }

    private static List<String> kids() {
        Cohort cohort = HONEST.getFirst();
        return cohort.tickets().stream()
                .map(each -> due(student(each.studentId()), cohort.target().kind()))
                .map(each -> each.at("/publicKey/kid").asString())
                .toList();
    }
}
