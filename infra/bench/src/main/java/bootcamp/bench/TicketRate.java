package bootcamp.bench;

import bootcamp.platform.http.StrictJson;
import bootcamp.platform.security.Caller;
import bootcamp.platform.security.Role;
import bootcamp.review.ReviewApplication;
import bootcamp.review.ticket.BlindSigner;
import bootcamp.review.ticket.TicketKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.engines.RSABlindingEngine;
import org.bouncycastle.crypto.generators.RSABlindingFactorGenerator;
import org.bouncycastle.crypto.params.RSABlindingParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** TICKETS: students of ten cohorts take a ticket each, then nobody spends them, over HTTP. */
final class TicketRate implements Benchmark {

    private static final int COHORTS = 10;
    private static final int STUDENTS = 50;
    private static final int DAYS = 60;
    private static final int SALT_BYTES = 48;
    private static final int KEY_BITS = 2048;
    private static final int BARE_TIMES = 2_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Below what the service takes at once. */
    private static final int AT_ONCE = 64;

    private final Surroundings around;
    private @Nullable RealService service;
    private @Nullable Producer<String, byte[]> producer;
    private @Nullable KeyPair bare;
    private @Nullable CohortTopic school;

    TicketRate(Surroundings around) {
        this.around = around;
    }

    @Override
    public String id() {
        return "TICKETS";
    }

    @Override
    public String title() {
        return "500 students of ten cohorts take tickets, and nobody spends them with a review";
    }

    @Override
    public String limitTitle() {
        return "bare private operations and verifications of RSA, on all processors";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.rate("tickets", "1/s", 0.2).with(100),
                Figure.rate("spends", "1/s", 0.01).with(100));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "students", String.valueOf(COHORTS * STUDENTS),
                "at once", String.valueOf(AT_ONCE));
    }

    @Override
    public void prepare() throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(KEY_BITS);
        bare = keys.generateKeyPair();
        producer = around.kafka().producer("bench-fill");
        school = CohortTopic.running(producer, LocalDate.now(), DAYS, "Asia/Seoul");
        service = new RealService(around, ReviewApplication.NAME, ReviewApplication.builder());
    }

    /** A ticket of one student: what is blinded, and what opens it. */
    private record Asked(
            JsonNode target, RSABlindingParameters blinding, byte[] message, byte[] blinded) {

        static Asked of(JsonNode due) {
            return of(
                    due.path("target"),
                    new RSAKeyParameters(
                            false,
                            number(due.at("/publicKey/n").asString()),
                            number(due.at("/publicKey/e").asString())));
        }

        static Asked of(JsonNode target, RSAKeyParameters key) {
            RSABlindingFactorGenerator factors = new RSABlindingFactorGenerator();
            factors.init(key);
            RSABlindingParameters blinding =
                    new RSABlindingParameters(key, factors.generateBlindingFactor());
            byte[] message = new byte[TicketKey.MESSAGE_BYTES];
            RANDOM.nextBytes(message);
            PSSSigner pss = new PSSSigner(new RSABlindingEngine(), new SHA384Digest(), SALT_BYTES);
            pss.init(true, blinding);
            pss.update(message, 0, message.length);
            try {
                return new Asked(target, blinding, message, pss.generateSignature());
            } catch (CryptoException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        byte[] finished(byte[] signature) {
            RSABlindingEngine engine = new RSABlindingEngine();
            engine.init(false, blinding);
            byte[] number = engine.processBlock(signature, 0, signature.length);
            // The library leaves out zeros in front; a signature is as long as the modulus.
            byte[] finished = new byte[signature.length];
            System.arraycopy(number, 0, finished, finished.length - number.length, number.length);
            return finished;
        }

        String asks() {
            return """
            {"target": %s, "blinded": "%s"}"""
                    .formatted(target, text(blinded));
        }

        String spends(byte[] signature, int rating) {
            return """
            {"target": %s, "ticket": {"message": "%s", "signature": "%s"}, "rating": %d,
             "recommend": 8, "pros": "깊이가 있다", "cons": "빠르다"}"""
                    .formatted(target, text(message), text(finished(signature)), rating);
        }
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, bytes(text));
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public Map<String, Double> limit() {
        KeyPair keys = Objects.requireNonNull(bare);
        RSAPrivateCrtKey secret = (RSAPrivateCrtKey) keys.getPrivate();
        RSAPublicKey open = (RSAPublicKey) keys.getPublic();
        Asked asked =
                Asked.of(
                        JsonNodeFactory.instance.nullNode(),
                        new RSAKeyParameters(false, open.getModulus(), open.getPublicExponent()));
        byte[] signed = asked.finished(BlindSigner.sign(secret, asked.blinded()));
        TicketKey key = TicketKey.of(open);
        if (!key.isSigned(asked.message(), signed)) {
            throw new IllegalStateException("the bare ticket is not valid");
        }
        return Map.of(
                "tickets", onAll(() -> BlindSigner.sign(secret, asked.blinded())),
                "spends", onAll(() -> key.isSigned(asked.message(), signed)));
    }

    private static double onAll(Runnable step) {
        long start = System.nanoTime();
        IntStream.range(0, BARE_TIMES).parallel().forEach(_ -> step.run());
        return BARE_TIMES / Rate.secondsSince(start);
    }

    @Override
    public Map<String, Double> ours() throws IOException, InterruptedException {
        List<String> cohorts = Objects.requireNonNull(school).openMore(COHORTS, STUDENTS);
        List<Asked> asked = new ArrayList<>();
        List<Caller> callers = new ArrayList<>();
        List<JsonNode> dues = new ArrayList<>();
        for (String cohortId : cohorts) {
            dues.add(due(cohortId));
        }
        for (int i = 0; i < COHORTS * STUDENTS; i++) {
            asked.add(Asked.of(dues.get(i % COHORTS)));
            callers.add(student(cohorts.get(i % COHORTS), i / COHORTS));
        }
        RealService review = Objects.requireNonNull(service);
        List<String> signatures = new ArrayList<>();
        double tickets =
                rate(
                        i ->
                                review.ask(
                                        callers.get(i),
                                        "POST",
                                        "/api/reviews/tickets",
                                        asked.get(i).asks()),
                        signatures);
        List<String> reviews = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String signature =
                    StrictJson.mapper().readTree(signatures.get(i)).path("signature").asString();
            reviews.add(asked.get(i).spends(bytes(signature), 1 + i % 10));
        }
        double spends =
                rate(
                        i -> review.ask(Caller.NOBODY, "POST", "/api/reviews", reviews.get(i)),
                        new ArrayList<>());
        return Map.of("tickets", tickets, "spends", spends);
    }

    /**
     * @param bodies gets those of the answers, in the order of the requests
     */
    private static double rate(
            IntFunction<CompletableFuture<HttpResponse<String>>> request, List<String> bodies) {
        long start = System.nanoTime();
        Flux.range(0, COHORTS * STUDENTS)
                .flatMapSequential(
                        i ->
                                Mono.fromFuture(() -> request.apply(i))
                                        .map(
                                                answer -> {
                                                    if (answer.statusCode() / 100 != 2) {
                                                        throw new IllegalStateException(
                                                                answer.body());
                                                    }
                                                    return answer.body();
                                                }),
                        AT_ONCE)
                .doOnNext(bodies::add)
                .blockLast(Duration.ofMinutes(2));
        return COHORTS * STUDENTS / Rate.secondsSince(start);
    }

    private static Caller student(String cohortId, int i) {
        String studentId = CohortTopic.studentId(cohortId, i);
        return new Caller(studentId, Set.of(Role.STUDENT), studentId, null, Set.of());
    }

    /** Of the programme, once the service knows of the last student. */
    private JsonNode due(String cohortId) throws IOException, InterruptedException {
        while (true) {
            JsonNode items =
                    Objects.requireNonNull(service)
                            .send(student(cohortId, STUDENTS - 1), "GET", "/api/reviews/due", null)
                            .path("items");
            if (!items.isEmpty()) {
                return items.path(0);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
