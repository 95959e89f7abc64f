package bootcamp.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What every schema keeps to: it says of itself what it is, describes every field, lets nothing
 * through that it does not describe, and has no room for who somebody is or what somebody wrote.
 */
final class SchemaRules {

    /** Parts of names that data of a person go by. */
    private static final Set<String> PERSONAL =
            Set.of(
                    "email",
                    "phone",
                    "mobile",
                    "address",
                    "birth",
                    "gender",
                    "passport",
                    "externalid",
                    "firstname",
                    "lastname",
                    "fullname",
                    "surname",
                    "nickname",
                    "username",
                    "password",
                    "note",
                    "comment",
                    "remark",
                    "message",
                    "text");

    /**
     * Titles and reasons that staff publish, which are neither of a person nor by one in private.
     */
    private static final Set<String> PUBLISHED_TITLES =
            Set.of(
                    "competition/Competition.v1/$defs/Rescoring/properties/reason",
                    "competition/Competition.v1/$defs/RescoringPublished/properties/reason",
                    "enrollment/Cohort.v1/$defs/State/properties/name",
                    "enrollment/Cohort.v1/$defs/State/properties/programme",
                    "enrollment/Cohort.v1/$defs/Plan/properties/name",
                    "enrollment/Cohort.v1/$defs/Plan/properties/programme",
                    "curriculum/Lecture.v1/$defs/State/properties/title",
                    "curriculum/Lecture.v1/$defs/Plan/properties/title",
                    "curriculum/Module.v1/$defs/State/properties/name",
                    "curriculum/Module.v1/$defs/Plan/properties/name",
                    "curriculum/Session.v1/$defs/State/properties/title",
                    "curriculum/Session.v1/$defs/Plan/properties/title",
                    "curriculum/Clinic.v1/$defs/State/properties/title",
                    "curriculum/Clinic.v1/$defs/Plan/properties/title",
                    "competition/Competition.v1/$defs/Plan/properties/title",
                    "review/ReviewSummary.v1/$defs/State/properties/title",
                    "review/ReviewSummary.v2/$defs/State/properties/title");

    /** What bounds a string to something other than words. */
    private static final Set<String> BOUNDS = Set.of("enum", "const", "format", "pattern");

    private final Contract contract;
    private final List<String> found = new ArrayList<>();

    private SchemaRules(Contract contract) {
        this.contract = contract;
    }

    /** What a schema breaks; empty where it keeps to all. */
    static List<String> broken(Contract contract) {
        SchemaRules rules = new SchemaRules(contract);
        rules.head();
        rules.visit("", contract.json());
        return List.copyOf(rules.found);
    }

    private void head() {
        demand(
                "https://json-schema.org/draft/2020-12/schema"
                        .equals(contract.json().path("$schema").asString("")),
                "/$schema",
                "is not JSON Schema 2020-12");
        demand(
                contract.id().equals(contract.json().path("$id").asString("")),
                "/$id",
                "is not " + contract.id());
        described("", contract.json());
    }

    private void visit(String path, JsonNode node) {
        if (node.isArray()) {
            node.forEach(each -> visit(path + "/#", each));
        }
        if (!node.isObject()) {
            return;
        }
        if (node.path("properties").isObject()) {
            demand(
                    node.path("additionalProperties").isBoolean()
                            && !node.path("additionalProperties").booleanValue(),
                    path,
                    "lets fields through that it does not describe: additionalProperties is to be false");
            node.path("properties")
                    .properties()
                    .forEach(
                            each ->
                                    field(
                                            path + "/properties/" + each.getKey(),
                                            each.getKey(),
                                            each.getValue()));
        }
        if (isString(node) && !isPublishedTitle(path)) {
            demand(
                    BOUNDS.stream().anyMatch(node::has),
                    path,
                    "has room for free text: give it an enum, a const, a format or a pattern");
        }
        node.properties().forEach(each -> visit(path + "/" + each.getKey(), each.getValue()));
    }

    private void field(String path, String name, JsonNode field) {
        described(path, field);
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        boolean isId = name.endsWith("Id") && !plain.equals("externalid");
        boolean personal =
                plain.equals("name") || PERSONAL.stream().anyMatch(plain::contains) && !isId;
        demand(
                !personal || isPublishedTitle(path),
                path,
                "is called like data of a person, which is in no event");
    }

    private void described(String path, JsonNode node) {
        demand(!node.path("title").asString("").isBlank(), path, "has no title");
        demand(!node.path("description").asString("").isBlank(), path, "has no description");
    }

    private static boolean isString(JsonNode node) {
        JsonNode type = node.path("type");
        return type.isString() && type.stringValue().equals("string")
                || type.isArray()
                        && type.valueStream().anyMatch(each -> each.asString("").equals("string"));
    }

    private boolean isPublishedTitle(String path) {
        return PUBLISHED_TITLES.contains(contract.name() + path);
    }

    private void demand(boolean holds, String path, String what) {
        if (!holds) {
            found.add("%s at %s: %s".formatted(contract.name(), path.isEmpty() ? "/" : path, what));
        }
    }
}
