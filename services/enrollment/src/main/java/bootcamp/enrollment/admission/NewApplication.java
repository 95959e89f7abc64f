package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.AdmissionForm.Choice;
import bootcamp.enrollment.admission.AdmissionForm.Item;
import bootcamp.enrollment.admission.Application.Answer;
import bootcamp.enrollment.admission.Application.SentFile;
import bootcamp.enrollment.roster.EnrollmentApi;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an applicant sends.
 *
 * @param phone null: not said
 * @param language of the page it is sent from, {@code ko} or {@code en}
 * @param consent whether what the form says was agreed to; it has to be
 * @param formVersion the form that was answered
 * @param answers by the ids of items: a text, the id of a choice, a number, the id of a file that
 *     was sent; none for what was left out
 */
record NewApplication(
        String name,
        String email,
        @Nullable String phone,
        String language,
        boolean consent,
        long formVersion,
        Map<String, JsonNode> answers) {

    private static final List<String> LANGUAGES = List.of("ko", "en");

    /** What all answers together may have, so that no application is longer than people read. */
    static final int CHARS_MAX = 20_000;

    /** Whether it comes from whom the other came from, by name and e-mail. */
    boolean isOfTheSame(Application other) {
        return other.name().equals(name.strip())
                && other.emailAddress().equals(EnrollmentApi.emailOf(email));
    }

    /**
     * What was answered, in the order of the form.
     *
     * @throws InvalidInput naming every field that is wrong
     */
    List<Answer> answered(AdmissionForm form) {
        Checks checks = InvalidInput.checking();
        EnrollmentApi.checkApplicant(checks, name, email, phone)
                .that(!email.isBlank(), "email", "BLANK")
                .that(
                        LANGUAGES.contains(language),
                        "language",
                        "NOT_ONE_OF",
                        Map.of("allowed", LANGUAGES))
                .that(consent, "consent", "CONSENT_NEEDED");
        List<Answer> answered = new ArrayList<>();
        for (Item item : form.items()) {
            Answer answer = answer(checks, item);
            if (answer != null) {
                answered.add(answer);
            }
        }
        answers.keySet().stream()
                .filter(id -> form.items().stream().noneMatch(item -> item.itemId().equals(id)))
                .limit(1)
                .forEach(_ -> checks.wrong("answers", "NOT_ASKED"));
        long chars =
                answered.stream()
                        .map(Answer::text)
                        .filter(Objects::nonNull)
                        .mapToLong(String::length)
                        .sum();
        checks.that(chars <= CHARS_MAX, "answers", "TOO_LONG", Map.of("max", CHARS_MAX)).orThrow();
        return answered;
    }

    /** Null: there is none, or none that can be taken. */
    private @Nullable Answer answer(Checks checks, Item item) {
        String field = "answers." + item.itemId();
        JsonNode said = answers.get(item.itemId());
        boolean none =
                said == null || said.isNull() || said.isString() && said.asString().isBlank();
        if (none) {
            checks.that(!item.required(), field, "REQUIRED");
            return null;
        }
        JsonNode value = Objects.requireNonNull(said);
        return switch (item.kind()) {
            case TEXT -> text(checks, item, field, value);
            case CHOICE -> choice(checks, item, field, value);
            case NUMBER -> number(checks, item, field, value);
            case FILE -> file(checks, item, field, value);
        };
    }

    private static @Nullable Answer text(Checks checks, Item item, String field, JsonNode said) {
        if (!said.isString()) {
            checks.wrong(field, "NOT_A_TEXT");
            return null;
        }
        String text = said.asString().strip();
        checks.optionalText(field, text, item.charsAllowed());
        return new Answer(item.itemId(), item.label(), text, null, null, null);
    }

    private static @Nullable Answer choice(Checks checks, Item item, String field, JsonNode said) {
        String id = said.isString() ? said.asString() : "";
        for (Choice choice : item.offered()) {
            if (choice.choiceId().equals(id)) {
                return new Answer(item.itemId(), item.label(), null, choice, null, null);
            }
        }
        checks.that(
                false,
                field,
                "NOT_ONE_OF",
                Map.of("allowed", item.offered().stream().map(Choice::choiceId).toList()));
        return null;
    }

    private static @Nullable Answer number(Checks checks, Item item, String field, JsonNode said) {
        if (!said.isNumber() || !Double.isFinite(said.asDouble())) {
            checks.wrong(field, "NOT_A_NUMBER");
            return null;
        }
        double number = said.asDouble();
        Double min = item.min();
        Double max = item.max();
        checks.that(
                        min == null || number >= min,
                        field,
                        "TOO_SMALL",
                        Map.of("min", Objects.requireNonNullElse(min, number)))
                .that(
                        max == null || number <= max,
                        field,
                        "TOO_LARGE",
                        Map.of("max", Objects.requireNonNullElse(max, number)));
        return new Answer(item.itemId(), item.label(), null, null, number, null);
    }

    /** What file that is, is told by where it lies. */
    private static @Nullable Answer file(Checks checks, Item item, String field, JsonNode said) {
        if (!said.isString()) {
            checks.wrong(field, "FILE_NOT_THERE");
            return null;
        }
        SentFile named = new SentFile(said.asString(), "", 0);
        return new Answer(item.itemId(), item.label(), null, null, null, named);
    }
}
