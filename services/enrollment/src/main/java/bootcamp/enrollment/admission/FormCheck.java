package bootcamp.enrollment.admission;

import bootcamp.enrollment.admission.AdmissionForm.Choice;
import bootcamp.enrollment.admission.AdmissionForm.Item;
import bootcamp.enrollment.admission.AdmissionForm.Kind;
import bootcamp.platform.http.InvalidInput;
import bootcamp.platform.http.InvalidInput.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether what staff want to ask can be asked; every fault with its field. */
final class FormCheck {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private final Checks checks = InvalidInput.checking();

    private FormCheck() {}

    /**
     * @throws InvalidInput naming every field that is wrong
     */
    static void require(AdmissionForm form) {
        FormCheck check = new FormCheck();
        check.form(form);
        check.checks.orThrow();
    }

    private void form(AdmissionForm form) {
        if (form.opensOn() != null && form.closesOn() != null) {
            checks.that(!form.closesOn().isBefore(form.opensOn()), "closesOn", "END_BEFORE_START");
        }
        checks.range(
                "forgetAfterDays",
                form.forgetAfterDays(),
                AdmissionForm.FORGET_DAYS_MIN,
                AdmissionForm.FORGET_DAYS_MAX);
        words("consent", form.consent(), AdmissionForm.CONSENT_CHARS_MAX);
        List<Item> items = form.items();
        checks.that(
                items.size() <= AdmissionForm.ITEMS_MAX,
                "items",
                "TOO_MANY",
                Map.of("max", AdmissionForm.ITEMS_MAX));
        checks.that(
                items.stream().filter(item -> item.kind() == Kind.FILE).count()
                        <= AdmissionForm.FILES_MAX,
                "items",
                "TOO_MANY_FILES",
                Map.of("max", AdmissionForm.FILES_MAX));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(items.size(), AdmissionForm.ITEMS_MAX); i++) {
            String field = "items[" + i + "]";
            id(field + ".itemId", items.get(i).itemId(), seen);
            item(field, items.get(i));
        }
    }

    private void item(String field, Item item) {
        words(field + ".label", item.label(), AdmissionForm.LABEL_CHARS_MAX);
        if (item.hint() != null) {
            words(field + ".hint", item.hint(), AdmissionForm.LABEL_CHARS_MAX);
        }
        of(field + ".charsMax", item.charsMax(), item.kind() == Kind.TEXT);
        of(field + ".choices", item.choices(), item.kind() == Kind.CHOICE);
        of(field + ".min", item.min(), item.kind() == Kind.NUMBER);
        of(field + ".max", item.max(), item.kind() == Kind.NUMBER);
        switch (item.kind()) {
            case TEXT ->
                    checks.range(
                            field + ".charsMax",
                            item.charsAllowed(),
                            1,
                            AdmissionForm.TEXT_CHARS_MAX);
            case CHOICE -> choices(field + ".choices", item.offered());
            case NUMBER ->
                    checks.that(
                            item.min() == null || item.max() == null || item.min() <= item.max(),
                            field + ".max",
                            "BELOW_MIN");
            case FILE -> {}
        }
    }

    private void choices(String field, List<Choice> choices) {
        int size = choices.size();
        checks.range(field + ".length", size, AdmissionForm.CHOICES_MIN, AdmissionForm.CHOICES_MAX);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Math.min(size, AdmissionForm.CHOICES_MAX); i++) {
            String at = field + "[" + i + "]";
            id(at + ".choiceId", choices.get(i).choiceId(), seen);
            words(at + ".label", choices.get(i).label(), AdmissionForm.LABEL_CHARS_MAX);
        }
    }

    private void of(String field, @Nullable Object value, boolean allowed) {
        checks.that(value == null || allowed, field, "NOT_FOR_THIS_KIND");
    }

    private void id(String field, String id, Set<String> seen) {
        checks.that(ID.matcher(id).matches(), field, "NOT_AN_ITEM_ID")
                .that(seen.add(id), field, "TWICE");
    }

    private void words(String field, Words words, int charsMax) {
        checks.text(field + ".ko", words.ko(), charsMax).text(field + ".en", words.en(), charsMax);
    }
}
