package bootcamp.review.box;

import bootcamp.platform.file.FileStreams;
import bootcamp.platform.http.FieldError;
import bootcamp.platform.http.ProblemException;
import bootcamp.review.box.ReviewDesk.Checked;
import bootcamp.review.box.SpendingApi.SpentForm;
import bootcamp.review.box.SpendingApi.TicketForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request that spends a ticket: target and ticket, which are within the first {@value
 * #BYTES_MAX} bytes, are checked before any more of it is read. Who has no ticket can make the
 * service hold and read no more than that.
 */
final class Envelope {

    /** Of target and ticket. */
    static final int BYTES_MAX = 8 * 1024;

    /** Of what comes with them. */
    static final int TEXT_BYTES_MAX = 20 * 1000;

    private final JsonMapper json;
    private final Function<SpentForm, Mono<Checked>> check;

    /**
     * @param check of target and ticket; fails where the ticket is not good
     */
    Envelope(JsonMapper json, Function<SpentForm, Mono<Checked>> check) {
        this.json = json;
        this.check = check;
    }

    /** A good ticket and all that came with it. */
    record Opened<T>(Checked ticket, T content) {}

    /**
     * @param bytesMax of the whole body
     * @return fails with 400 where target and ticket are not at the start, and with 413 where the
     *     body is too large
     */
    <T> Mono<Opened<T>> open(Flux<DataBuffer> body, Class<T> type, int bytesMax) {
        return Mono.defer(
                () -> {
                    Reading<T> reading = new Reading<>(type, bytesMax);
                    // One at a time: the next is not asked for while a ticket is checked.
                    return FileStreams.of(body)
                            .concatMap(reading::take, 0)
                            .then(Mono.defer(reading::opened));
                });
    }

    /** One body, as far as it has come. */
    private final class Reading<T> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Class<T> type;
        private final int bytesMax;

        /** Bytes at which it is looked again: twice as many each time, so that it ends. */
        private int lookAt;

        private @Nullable Checked ticket;

        Reading(Class<T> type, int bytesMax) {
            this.type = type;
            this.bytesMax = bytesMax;
        }

        Mono<Void> take(ByteBuffer chunk) {
            if (bytes.size() + chunk.remaining() > bytesMax) {
                return Mono.error(
                        ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE"));
            }
            byte[] part = new byte[chunk.remaining()];
            chunk.get(part);
            bytes.writeBytes(part);
            if (ticket != null || bytes.size() < lookAt) {
                return Mono.empty();
            }
            lookAt = Math.min(2 * bytes.size(), BYTES_MAX);
            SpentForm found = form(bytes.toByteArray());
            if (found != null) {
                return checked(found).then();
            }
            return bytes.size() < BYTES_MAX
                    ? Mono.empty()
                    : Mono.error(
                            ProblemException.malformed(
                                    FieldError.of("ticket", "NOT_AT_THE_START")));
        }

        private Mono<Checked> checked(SpentForm form) {
            return check.apply(form).doOnNext(good -> ticket = good);
        }

        /** What is wrong with a body in which neither was found is said when it is read whole. */
        Mono<Opened<T>> opened() {
            byte[] all = bytes.toByteArray();
            SpentForm found = ticket == null ? form(all) : null;
            Mono<Checked> good =
                    found == null ? Mono.justOrEmpty(ticket) : Mono.defer(() -> checked(found));
            return good.map(it -> new Opened<>(it, json.readValue(all, type)))
                    .switchIfEmpty(
                            Mono.fromCallable(() -> json.readValue(all, type))
                                    .flatMap(
                                            _ ->
                                                    Mono.error(
                                                            ProblemException.malformed(
                                                                    FieldError.of(
                                                                            "ticket",
                                                                            "REQUIRED")))));
        }

        /** Null where they are not both there yet, or are not what they should be. */
        private @Nullable SpentForm form(byte[] all) {
            TargetForm target = null;
            TicketForm sent = null;
            try (JsonParser parser = json.createParser(all, 0, Math.min(all.length, BYTES_MAX))) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "target" -> target = parser.readValueAs(TargetForm.class);
                        case "ticket" -> sent = parser.readValueAs(TicketForm.class);
                        default -> parser.skipChildren();
                    }
                    if (target != null && sent != null) {
                        return new SpentForm(target, sent);
                    }
                }
                return null;
            } catch (JacksonException cutOrWrong) {
                return null;
            }
        }
    }
}
