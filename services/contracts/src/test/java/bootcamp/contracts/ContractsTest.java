package bootcamp.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The contracts of this checkout are sound; and each check finds what it is there to find. */
class ContractsTest {

    private static final Contracts CONTRACTS = Contracts.ofThisCheckout();

    @Test
    void everySchemaKeepsToTheRules() {
        assertThat(CONTRACTS.all()).isNotEmpty();

        assertThat(CONTRACTS.all().stream().flatMap(each -> SchemaRules.broken(each).stream()))
                .isEmpty();
    }

    @Test
    void everyKindOfChangeOfEveryVersionHasAValidExample() {
        for (String service : CONTRACTS.services()) {
            assertThat(ExampleRules.broken(CONTRACTS, service))
                    .as("mvn -pl services/%s test -Dcontracts.write=true writes them", service)
                    .isEmpty();
        }
    }

    @Test
    void everyServiceHasItsTopicsAsTheTableSays() {
        assertThat(TopicRules.broken(CONTRACTS.topics(), CONTRACTS.services())).isEmpty();
    }

    @Test
    void everyPublishedSchemaIsAsItWasPublished() {
        SchemaLock lock = new SchemaLock(CONTRACTS);
        if (Contracts.WRITE) {
            lock.write();
        }

        assertThat(lock.problems()).isEmpty();
    }

    /** On a copy of the contracts that is broken on purpose. */
    @Nested
    class OnABrokenCopy {

        private static final String ENROLLMENT = "enrollment/Enrollment.v1.schema.json";
        private static final String ERASURE = "enrollment/Erasure.v1.schema.json";

        @TempDir Path directory;

        @BeforeEach
        void copy() throws IOException {
            try (Stream<Path> files = Files.walk(CONTRACTS.directory())) {
                for (Path file : files.filter(this::isContract).toList()) {
                    Path to = directory.resolve(CONTRACTS.directory().relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
            new SchemaLock(copied()).write();
            assertThat(new SchemaLock(copied()).problems()).isEmpty();
        }

        private boolean isContract(Path file) {
            String name = file.getFileName().toString();
            return Files.isRegularFile(file)
                    && !file.startsWith(CONTRACTS.directory().resolve("target"))
                    && name.endsWith(".json");
        }

        private Contracts copied() {
            return Contracts.in(directory);
        }

        private List<String> lockProblems() {
            return new SchemaLock(copied()).problems();
        }

        private List<String> ruleProblems() {
            return copied().all().stream()
                    .flatMap(each -> SchemaRules.broken(each).stream())
                    .toList();
        }

        private void replace(String file, String old, String replacement) {
            Path path = directory.resolve(file);
            try {
                String text = Files.readString(path);
                assertThat(text).contains(old);
                Files.writeString(path, text.replace(old, replacement));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        // ---- the lock

        @Test
        void anotherTypeNeedsANewVersion() {
            replace(ERASURE, "[\"string\", \"null\"], \"format\"", "\"string\", \"format\"");

            assertThat(lockProblems())
                    .singleElement()
                    .asString()
                    .contains(
                            "enrollment/Erasure.v1", "erasedOn/type", "a new version", "upcaster");
        }

        @Test
        void fieldThatIsGoneNeedsANewVersion() {
            replace(
                    ERASURE,
                    "\"required\": [\"studentId\", \"erasedOn\"]",
                    "\"required\": [\"studentId\"]");

            assertThat(lockProblems()).singleElement().asString().contains("/$defs/State/required");
        }

        @Test
        void anotherCodeNeedsANewVersion() {
            replace(ENROLLMENT, "\"NO_SHOW\",", "\"NO_SHOW\", \"BORED\",");

            assertThat(lockProblems()).isNotEmpty().allMatch(each -> each.contains("BORED"));
        }

        @Test
        void newFieldThatIsRequiredNeedsANewVersion() {
            replace(
                    ERASURE,
                    "\"required\": [\"studentId\", \"erasedOn\"]",
                    "\"required\": [\"studentId\", \"erasedOn\", \"lifted\"]");

            assertThat(lockProblems()).singleElement().asString().contains("a new version");
        }

        @Test
        void otherWordsNeedNoNewVersionAndNoPublishing() {
            replace(ERASURE, "Whom to forget, and since when.", "Who is to be forgotten.");

            assertThat(lockProblems()).isEmpty();
        }

        @Test
        void newOptionalFieldKeepsTheVersionAndIsToBePublished() {
            addOptionalField();

            assertThat(lockProblems())
                    .singleElement()
                    .asString()
                    .contains("gained optional parts", "-Dcontracts.write=true");
            new SchemaLock(copied()).write();
            assertThat(lockProblems()).isEmpty();
        }

        @Test
        void optionalFieldThatWasPublishedIsNotTakenBack() throws IOException {
            String before = Files.readString(directory.resolve(ERASURE));
            addOptionalField();
            new SchemaLock(copied()).write();

            Files.writeString(directory.resolve(ERASURE), before);

            assertThat(lockProblems()).singleElement().asString().contains("has lost", "liftedOn");
        }

        private void addOptionalField() {
            replace(
                    ERASURE,
                    "\"erasedOn\": {",
                    "\"liftedOn\": {\"title\": \"Lifted on\", \"description\": \"A day.\", \"type\": \"string\", \"format\": \"date\"},\n        \"erasedOn\": {");
        }

        @Test
        void newKindOfChangeKeepsTheVersionAndAnOldOneStays() {
            replace(
                    ERASURE,
                    "{\"oneOf\": [{\"$ref\": \"#/$defs/PersonErased\"}]}",
                    "{\"oneOf\": [{\"$ref\": \"#/$defs/PersonErased\"}, {\"$ref\": \"#/$defs/ErasureLifted\"}]}");
            replace(
                    ERASURE,
                    "\"$defs\": {",
                    "\"$defs\": {\"ErasureLifted\": {\"title\": \"x\", \"description\": \"x\", \"type\": \"object\", \"properties\": {\"type\": {\"title\": \"x\", \"description\": \"x\", \"const\": \"ErasureLifted\"}}, \"required\": [\"type\"], \"additionalProperties\": false},");
            assertThat(lockProblems()).singleElement().asString().contains("gained optional parts");
            new SchemaLock(copied()).write();

            replace(ERASURE, "{\"$ref\": \"#/$defs/PersonErased\"}, ", "");

            assertThat(lockProblems()).singleElement().asString().contains("lost the alternative");
            assertThat(ExampleRules.broken(copied(), "enrollment"))
                    .anyMatch(each -> each.contains("no example of ErasureLifted"));
        }

        @Test
        void schemaThatWasPublishedStays() throws IOException {
            Files.delete(directory.resolve(ERASURE));

            assertThat(lockProblems()).singleElement().asString().contains("bring its file back");
        }

        @Test
        void schemaThatNobodyPublishedIsToBePublished() throws IOException {
            Files.copy(
                    directory.resolve(ERASURE),
                    directory.resolve("enrollment/Erasure.v2.schema.json"));

            assertThat(lockProblems())
                    .singleElement()
                    .asString()
                    .contains("Erasure.v2 is new", "-Dcontracts.write=true");
        }

        @Test
        void lockIsNotWrittenOverABrokenPromise() {
            replace(ERASURE, "\"format\": \"date\"", "\"format\": \"date-time\"");

            assertThatThrownBy(() -> new SchemaLock(copied()).write())
                    .hasMessageContaining("Take that back");
        }

        @Test
        void lockThatWasChangedByHandIsNotBelieved() {
            replace("schemas.lock", "NO_SHOW", "ABSENT");

            assertThatThrownBy(this::lockProblems).hasMessageContaining("changed by hand");
        }

        // ---- the rules

        @Test
        void fieldThatIsCalledLikeDataOfAPersonIsFound() {
            replace(ERASURE, "\"erasedOn\": {", "\"studentEmail\": {");

            assertThat(ruleProblems()).anyMatch(each -> each.contains("data of a person"));
        }

        @Test
        void roomForFreeTextIsFound() {
            replace(ERASURE, ", \"format\": \"date\"", "");

            assertThat(ruleProblems()).anyMatch(each -> each.contains("free text"));
        }

        @Test
        void fieldWithoutADescriptionIsFound() {
            replace(ERASURE, "\"description\": \"Whom to forget, and since when.\",", "");
            replace(ERASURE, "\"title\": \"Erased on\", ", "");

            assertThat(ruleProblems()).anyMatch(each -> each.contains("erasedOn: has no title"));
        }

        @Test
        void objectThatLetsUnknownFieldsThroughIsFound() {
            replace(ERASURE, "\"additionalProperties\": false", "\"additionalProperties\": true");

            assertThat(ruleProblems()).anyMatch(each -> each.contains("lets fields through"));
        }

        @Test
        void schemaUnderAnotherNameIsFound() {
            replace(ERASURE, "Erasure.v1.schema.json", "Erasure.v9.schema.json");

            assertThat(ruleProblems()).anyMatch(each -> each.contains("/$id"));
        }

        // ---- examples and topics

        @Test
        void exampleThatIsMissingInvalidOrOfNothingIsFound() throws IOException {
            Path folder = directory.resolve("enrollment/examples/Erasure.v1");
            Files.move(folder.resolve("PersonErased.json"), folder.resolve("Other.json"));
            replace("enrollment/examples/Erasure.v1/Repeated.json", "\"state\"", "\"stats\"");

            assertThat(ExampleRules.broken(copied(), "enrollment"))
                    .anyMatch(each -> each.contains("no example of PersonErased"))
                    .anyMatch(each -> each.contains("Other does not show"))
                    .anyMatch(each -> each.contains("Repeated") && each.contains("stats"));
        }

        @Test
        void topicThatIsMissingOrWrongIsFound() {
            replace(
                    "topics.json",
                    "bootcamp.enrollment.dead.gateway",
                    "bootcamp.other.dead.gateway");
            replace("topics.json", "\"compact\"", "\"delete\"");

            assertThat(TopicRules.broken(copied().topics(), List.of("enrollment", "payment")))
                    .anyMatch(each -> each.contains("bootcamp.payment is missing"))
                    .anyMatch(each -> each.contains("as many partitions"))
                    .anyMatch(each -> each.contains("cleanup.policy"));
        }

        @Test
        void eventThatSaysMoreThanItsSchemaIsFound() {
            Contract erasure = copied().of("enrollment", "Erasure", 1);
            var value =
                    JsonMapper.shared()
                            .readTree(
                                    """
                                    {"changes": [], "state": {"studentId": "s", "erasedOn": null, "name": "Kim"}}
                                    """);

            assertThat(erasure.violations(value)).singleElement().asString().contains("name");
        }
    }
}
