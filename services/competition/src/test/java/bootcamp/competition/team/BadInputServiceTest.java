package bootcamp.competition.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import bootcamp.platform.file.FileStore;
import bootcamp.platform.service.AtOnce;
import bootcamp.platform.service.RunningService.Answer;
import bootcamp.platform.service.RunningService.Calls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What comes too late, in part, twice, or is no file of predictions, as the service takes it from
 * the wire. Where a millisecond decides the clock is stopped.
 */
class BadInputServiceTest extends ContestCalls {

    private static final String GOOD = "id,label\n1,0.5\n2,0.5\n3,0.5\n";
    private static final String[] CSV = {"Content-Type", "text/csv"};

    private final LocalDateTime end =
            LocalDateTime.now(SEOUL).toLocalDate().atTime(18, 0).plusDays(3);

    private String published(int dailyLimit) {
        String path =
                staff.post(
                                "/api/competitions",
                                """
                                {"cohortIds": ["%s"], "title": "Rain", "metric": "rmse",
                                 "startsAt": "%s", "endsAt": "%s", "dailyLimit": %d}
                                """
                                        .formatted(cohort, end.minusDays(30), end, dailyLimit))
                        .is(201)
                        .header("Location");
        return published(path, "id,label\n1,0\n2,1\n3,0\n");
    }

    private static Answer submit(Calls who, String path) {
        return who.upload(path + "/submissions", GOOD);
    }

    private static Instant at(LocalDateTime time, int millis) {
        return time.atZone(SEOUL).toInstant().plusMillis(millis);
    }

    private static JsonNode today(Calls who, String path) {
        return who.get(path + "/teams").is(200).json().at("/items/0/today");
    }

    // ---- a millisecond

    @Test
    void theLastMillisecondIsTakenAndTheEndIsNot() {
        String path = published(5);
        Calls hana = student("hana");
        submit(hana, path).is(202);

        SERVICE.stopClock(at(end, -1));
        submit(hana, path).is(202);
        SERVICE.stopClock(at(end, 0));
        submit(hana, path).is(409, "COMPETITION_CLOSED");
        SERVICE.stopClock(at(end, 1));
        submit(hana, path).is(409, "COMPETITION_CLOSED");
        hana.post(path + "/teams", "{}").is(409, "COMPETITION_CLOSED");
        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size())
                .isEqualTo(2);
    }

    @Test
    void theFirstMillisecondIsTakenAndTheOneBeforeIsNot() {
        LocalDateTime start = end.minusDays(30);
        String path = published(5);
        Calls hana = student("hana");
        hana.get(path).is(200);

        SERVICE.stopClock(at(start, -1));
        submit(hana, path).is(409, "COMPETITION_NOT_OPEN");
        SERVICE.stopClock(at(start, 0));
        submit(hana, path).is(202);
    }

    /** It has arrived when its last byte has: what was begun in time may be too late. */
    @Test
    void whatArrivesAcrossTheEndIsJudgedByItsLastByte() {
        String path = published(5);
        Calls hana = student("hana");
        submit(hana, path).is(202);

        String teamId = hana.get(path + "/teams").json().at("/items/0/teamId").asString();

        SERVICE.stopClock(at(end, -2));
        slowly(hana, path, () -> begun(teamId, 2, -1)).is(202);
        slowly(hana, path, () -> begun(teamId, 3, 0)).is(409, "COMPETITION_CLOSED");

        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size())
                .isEqualTo(2);
        assertThat(filesOf(teamId)).isEqualTo(2);
    }

    /** Once so many files of the team are there, begun or done, the time moves to the end. */
    private void begun(String teamId, int files, int millis) {
        await().atMost(Duration.ofSeconds(20)).until(() -> filesOf(teamId) == files);
        SERVICE.stopClock(at(end, millis));
    }

    private static long filesOf(String teamId) {
        FileStore files = SERVICE.bean(0, "submissionFiles", FileStore.class);
        return Objects.requireNonNull(
                files.begunBefore(Instant.now().plus(Duration.ofDays(9)))
                        .filter(id -> id.startsWith(teamId + "."))
                        .count()
                        .block());
    }

    /** Of a file larger than what is read at once, half; then something happens, and the rest. */
    private static Answer slowly(Calls who, String path, Runnable between) {
        byte[] rest = ("\n".repeat(1 << 20) + GOOD).getBytes(StandardCharsets.UTF_8);
        return who.upload(
                path + "/submissions",
                BodyPublishers.ofInputStream(
                        () ->
                                new SequenceInputStream(
                                        new ByteArrayInputStream(rest),
                                        new InputStream() {
                                            @Override
                                            public int read() {
                                                between.run();
                                                return -1;
                                            }
                                        })),
                CSV);
    }

    /** An answer that was lost in the last moment: nobody is told that it came too late. */
    @Test
    void whatWasTakenBeforeTheEndIsToldAgainAfterIt() {
        String path = published(1);
        Calls hana = student("hana");
        Calls duri = student("duri");
        duri.post(path + "/teams", "{}").is(201);
        String[] keyed = {"Content-Type", "text/csv", "Idempotency-Key", "late"};

        SERVICE.stopClock(at(end, -1));
        Answer first = hana.post(path + "/submissions", GOOD, keyed).is(202);
        SERVICE.stopClock(at(end, 1));
        Answer again = hana.post(path + "/submissions", GOOD, keyed).is(202);

        assertThat(again.text("submissionId")).isEqualTo(first.text("submissionId"));
        hana.post(
                        path + "/submissions",
                        GOOD,
                        "Content-Type",
                        "text/csv",
                        "Idempotency-Key",
                        "later")
                .is(409, "COMPETITION_CLOSED");
        submit(hana, path).is(409, "COMPETITION_CLOSED");
        duri.post(path + "/submissions", GOOD, keyed).is(409, "COMPETITION_CLOSED");
        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size())
                .isEqualTo(1);
        assertThat(filesOf(first.text("teamId"))).isEqualTo(1);
    }

    @Test
    void theDailyLimitTurnsAtMidnightOfTheCompetitionsZone() {
        String path = published(1);
        Calls hana = student("hana");
        hana.get(path).is(200);
        LocalDateTime midnight = end.toLocalDate().minusDays(1).atStartOfDay();

        SERVICE.stopClock(at(midnight, -2));
        submit(hana, path).is(202);
        SERVICE.stopClock(at(midnight, -1));
        assertThat(today(hana, path).path("left").asInt()).isZero();
        Answer over = submit(hana, path).is(422, "DAILY_LIMIT_REACHED");
        assertThat(Instant.from(java.time.OffsetDateTime.parse(over.text("resetsAt"))))
                .isEqualTo(at(midnight, 0));
        SERVICE.stopClock(at(midnight, 0));
        assertThat(today(hana, path).path("left").asInt()).isEqualTo(1);
        submit(hana, path).is(202);
        SERVICE.stopClock(at(midnight, 1));
        submit(hana, path).is(422, "DAILY_LIMIT_REACHED");
    }

    @Test
    void teamsMergeUntilTheMillisecondBeforeTheDeadline() {
        String path = published(5);
        staff.patch(
                        path,
                        "{\"maxTeamSize\": 2, \"mergeUntil\": \"%s\"}".formatted(end.minusDays(1)))
                .is(200);
        LocalDateTime until = end.minusDays(1);
        Calls hana = student("hana");
        Calls duri = student("duri");
        Calls sena = student("sena");
        String stays = hana.post(path + "/teams", "{}").is(201).text("teamId");
        duri.post(path + "/teams", "{}").is(201);
        String third = sena.post(path + "/teams", "{}").is(201).text("teamId");
        String asking = "{\"teamId\": \"%s\"}";

        SERVICE.stopClock(at(until, -1));
        String merge = duri.post(path + "/merges", asking.formatted(stays)).is(201).text("mergeId");
        SERVICE.stopClock(at(until, 0));
        hana.post(path + "/merges/" + merge + "/acceptance", "").is(409, "MERGING_OVER");
        hana.post(path + "/merges", asking.formatted(third)).is(409, "MERGING_OVER");
        SERVICE.stopClock(at(until, -1));
        hana.post(path + "/merges/" + merge + "/acceptance", "").is(200);
    }

    // ---- in part, or twice

    @Test
    void whatIsCutCostsNothingAndIsSentAgainWithTheSameKey() {
        String path = published(1);
        Calls hana = student("hana");
        hana.post(path + "/teams", "{}").is(201);
        String[] keyed = {"Content-Type", "text/csv", "Idempotency-Key", "cut"};

        assertThatThrownBy(
                        () ->
                                hana.upload(
                                        path + "/submissions",
                                        BodyPublishers.ofInputStream(BadInputServiceTest::cut),
                                        keyed))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size()).isZero();
        assertThat(today(hana, path).path("left").asInt()).isEqualTo(1);
        // The file was changed in between: nothing is known of what had come of it.
        JsonNode sent = settled(hana, path, hana.post(path + "/submissions", GOOD, keyed));
        assertThat(sent.path("publicScore").asDouble()).isEqualTo(0.5);
        hana.post(path + "/submissions", GOOD.replace("0.5", "0.7"), keyed)
                .is(422, "IDEMPOTENCY_KEY_REUSED");
        hana.post(path + "/submissions", GOOD, keyed).is(202);
        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size())
                .isEqualTo(1);
    }

    /** It is shorter, or longer, by the time that it is read than it was when its size was told. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void fileThatChangesWhileItIsSentIsNotKeptAndCostsNothing(int more) {
        String path = published(1);
        Calls hana = student("hana");
        String teamId = hana.post(path + "/teams", "{}").is(201).text("teamId");
        // Valid up to where it was cut, so that nothing but its size tells.
        byte[] file = (GOOD + "\n".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        List<byte[]> parts =
                List.of(
                        Arrays.copyOf(file, file.length / 2),
                        Arrays.copyOfRange(file, file.length / 2, file.length));

        assertThatThrownBy(
                        () ->
                                hana.upload(
                                        path + "/submissions",
                                        BodyPublishers.fromPublisher(
                                                BodyPublishers.ofByteArrays(parts),
                                                file.length - more),
                                        CSV))
                .isInstanceOf(UncheckedIOException.class);

        await().atMost(Duration.ofSeconds(20)).until(() -> filesOf(teamId) == 0);
        assertThat(hana.get(path + "/submissions").is(200).json().path("items").size()).isZero();
        assertThat(today(hana, path).path("left").asInt()).isEqualTo(1);
        JsonNode sent = settled(hana, path, hana.upload(path + "/submissions", GOOD));
        assertThat(sent.path("publicScore").asDouble()).isEqualTo(0.5);
        assertThat(filesOf(teamId)).isEqualTo(1);
    }

    /** Ends in the middle of a file, as a line does that is cut. */
    private static InputStream cut() {
        byte[] half = "id,label\n1,0.5\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        return new SequenceInputStream(
                new ByteArrayInputStream(half),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the line is cut");
                    }
                });
    }

    @Test
    void ofTwoFilesAtOnceTheOnePastTheLimitIsRefused() throws Exception {
        String path = published(1);
        Calls hana = student("hana");
        hana.post(path + "/teams", "{}").is(201);

        List<Answer> answers = AtOnce.ask(2, _ -> submit(hana, path));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 422);
        assertThat(today(hana, path).path("left").asInt()).isZero();
    }

    // ---- no file of predictions

    @Test
    void aGigabyteOfZerosInAMegabyteIsRefusedByItsSize() throws IOException {
        String path = published(1);
        Calls hana = student("hana");

        JsonNode refused = settled(hana, path, packed(hana, path, new byte[1 << 24], 64));

        assertThat(refused.at("/error/code").asString()).isEqualTo("TOO_LARGE");
        assertThat(today(hana, path).path("left").asInt()).isEqualTo(1);
    }

    @Test
    void tenMillionColumnsAreRefusedInTheFirstLine() throws IOException {
        String path = published(1);
        Calls hana = student("hana");
        byte[] columns = "a,".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);

        JsonNode refused = settled(hana, path, packed(hana, path, columns, 10));

        assertThat(refused.at("/error/code").asString()).isIn("HEADER_MISMATCH", "TOO_LARGE");
        assertThat(refused.at("/error/row").asInt(1)).isEqualTo(1);
        assertThat(today(hana, path).path("left").asInt()).isEqualTo(1);
    }

    /** The bytes so many times over; packed once and repeated, as a file of several parts is. */
    private static Answer packed(Calls who, String path, byte[] bytes, int times)
            throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(part)) {
            gzip.write(bytes);
        }
        return who.upload(
                path + "/submissions",
                BodyPublishers.ofByteArrays(Collections.nCopies(times, part.toByteArray())),
                "Content-Type",
                "application/gzip");
    }

    @Test
    void whatIsNoNumberIsNeverRanked() {
        String path = published(1);
        Calls hana = student("hana");
        for (String value :
                List.of("NaN", "nan", "inf", "-Infinity", "1e999", "０.５", "0,5", "", "0x1p3")) {
            String file = GOOD.replace("2,0.5", "2,\"" + value + "\"");

            JsonNode refused = settled(hana, path, hana.upload(path + "/submissions", file));

            assertThat(refused.path("state").asString()).as(value).isEqualTo("REJECTED");
            assertThat(refused.at("/error/row").asInt()).as(value).isEqualTo(3);
        }
        assertThat(hana.get(path + "/leaderboard").is(200).json().path("rows").size()).isZero();
    }
}
