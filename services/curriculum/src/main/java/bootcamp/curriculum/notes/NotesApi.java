package bootcamp.curriculum.notes;

import bootcamp.curriculum.lecture.LectureAccess;
import bootcamp.platform.http.Etags;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.idempotency.Idempotency;
import bootcamp.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * {@code /api/lectures/{lectureId}/notes}: staff write them once the lecture has begun; whoever may
 * see the lecture reads them.
 */
@RestController
public final class NotesApi {

    /** Of the text in UTF-8: 64 KiB. */
    static final int TEXT_BYTES_MAX = 64 << 10;

    private static final int KIB = 1 << 10;
    private static final String PATH = "/api/lectures/{lectureId}/notes";

    private final NotesStore notes;
    private final LectureAccess access;
    private final Idempotency idempotency;
    private final InstantSource clock;

    NotesApi(NotesStore notes, LectureAccess access, Idempotency idempotency, InstantSource clock) {
        this.notes = notes;
        this.access = access;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /**
     * @param notes Markdown, as staff wrote it
     * @param document the same, as a page may draw it
     * @param writtenAt null: nobody has written any
     * @param version for {@code If-Match}
     */
    record NotesView(
            String notes,
            @Nullable String recordingUrl,
            List<MarkdownNode> document,
            @Nullable Instant writtenAt,
            long version) {

        static NotesView of(LectureNotes notes) {
            return new NotesView(
                    notes.text(),
                    notes.recordingUrl(),
                    Markdown.read(notes.text()),
                    notes.at(),
                    notes.version());
        }
    }

    @GetMapping(PATH)
    Mono<ResponseEntity<NotesView>> read(
            @PathVariable String lectureId, Caller caller, ServerWebExchange exchange) {
        return access.visible(lectureId, caller)
                .flatMap(_ -> notes.find(lectureId))
                .map(
                        found ->
                                Etags.isKnown(
                                                exchange.getRequest().getHeaders(),
                                                Etags.of(found.version()))
                                        ? ResponseEntity.status(304)
                                                .eTag(Etags.of(found.version()))
                                                .build()
                                        : answer(found));
    }

    private static ResponseEntity<NotesView> answer(LectureNotes found) {
        return ResponseEntity.ok().eTag(Etags.of(found.version())).body(NotesView.of(found));
    }

    /**
     * @param recordingUrl null or empty: there is none
     */
    record NewNotes(String notes, @Nullable String recordingUrl) {

        String text() {
            return lines(notes);
        }

        @Nullable String urlOrNull() {
            return recordingUrl == null || recordingUrl.isBlank() ? null : recordingUrl.strip();
        }

        void demandSound() {
            String url = urlOrNull();
            sound(text(), InvalidInput.checking())
                    .that(url == null || SafeLink.isHttps(url), "recordingUrl", "NOT_BY_HTTPS")
                    .orThrow();
        }
    }

    @PutMapping(PATH)
    Mono<ResponseEntity<NotesView>> write(
            @PathVariable String lectureId,
            @RequestBody NewNotes body,
            Caller caller,
            ServerWebExchange exchange) {
        Instant now = clock.instant();
        Long ifVersion = Etags.ifMatch(exchange.getRequest().getHeaders());
        return access.begun(lectureId, caller, now)
                .doOnNext(_ -> body.demandSound())
                .flatMap(
                        _ ->
                                notes.write(
                                        lectureId,
                                        body.text(),
                                        body.urlOrNull(),
                                        now,
                                        caller.username(),
                                        ifVersion))
                .map(NotesApi::answer);
    }

    record Draft(String notes) {}

    record Preview(List<MarkdownNode> document) {}

    /** Keeps nothing, so a repeated request is read once more, to the same. */
    @PostMapping(PATH + "/preview")
    Mono<Preview> preview(
            @PathVariable String lectureId,
            @RequestBody Draft body,
            Caller caller,
            ServerWebExchange exchange) {
        String text = lines(body.notes());
        return access.editable(lectureId, caller)
                .doOnNext(_ -> sound(text, InvalidInput.checking()).orThrow())
                .flatMap(_ -> idempotency.terms(exchange, body))
                .map(_ -> new Preview(Markdown.read(text)));
    }

    /** Files of some systems end their lines by two characters. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    private static InvalidInput.Checks sound(String text, InvalidInput.Checks checks) {
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= TEXT_BYTES_MAX;
        return checks.optionalText("notes", text, Integer.MAX_VALUE)
                .that(fits, "notes", "TOO_MANY_BYTES", Map.of("max", TEXT_BYTES_MAX / KIB));
    }
}
