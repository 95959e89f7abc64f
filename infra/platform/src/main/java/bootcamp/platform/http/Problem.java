package bootcamp.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of RFC 9457, {@code application/problem+json}.
 *
 * @param type {@code urn:bootcamp:problem:} and the code
 * @param instance path of the request; of a bug, {@code urn:bootcamp:incident:} and its id
 * @param code stable, in UPPER_SNAKE
 * @param about address, under {@code /api}, of what is in the way; null where that is nothing by
 *     itself
 * @param opensAt when what is too early opens; null where nothing is
 * @param resetsAt when what is used up is there again; null where nothing is
 * @param errors what is wrong with which field of a bad body; null where that does not apply
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @Nullable String about,
        @Nullable OffsetDateTime opensAt,
        @Nullable OffsetDateTime resetsAt,
        @Nullable List<FieldProblem> errors) {

    static final String TYPE_PREFIX = "urn:bootcamp:problem:";
    static final String INCIDENT_PREFIX = "urn:bootcamp:incident:";

    /**
     * What is wrong with one field.
     *
     * @param field where it is, as {@code entries[2].status}; empty: the body as a whole
     * @param reason in the reader's language; never quotes the value
     */
    public record FieldProblem(String field, String reason) {}
}
