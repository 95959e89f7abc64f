package bootcamp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that the table of examples names are there, by their source. */
class FieldTableTest {

    private static final Tree TREE = Tree.find();
    private static final Pattern NAMED = Pattern.compile("`([\\w.]+Test)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!example |-).*");

    private static final Pattern ANNOTATED =
            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|Property)\\b");

    private static final String TABLE = Tree.read(TREE.resolve("docs/field-examples.md"));

    @Test
    void everyTestThatIsNamedIsThere() {
        List<Path> tests =
                TREE.texts().stream()
                        .filter(file -> TREE.relative(file).contains("src/test/java/"))
                        .toList();
        List<MatchResult> named = NAMED.matcher(TABLE).results().toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .map(each -> each.group(1) + "#" + each.group(2))
                .filteredOn(each -> tests.stream().noneMatch(file -> holds(file, each)))
                .isEmpty();
    }

    @Test
    void everyRowNamesATestOrSaysWhyThereIsNone() {
        assertThat(ROW.matcher(TABLE).results().map(MatchResult::group))
                .isNotEmpty()
                .allMatch(row -> NAMED.matcher(row).find() || row.contains("left out: "));
    }

    /**
     * @param test the simple name of its class, or that and the package before it, and the method
     */
    private static boolean holds(Path file, String test) {
        String[] parts = test.split("#");
        if (!TREE.relative(file).endsWith("/" + parts[0].replace('.', '/') + ".java")) {
            return false;
        }
        String source = Tree.read(file);
        int method = source.indexOf("void " + parts[1] + "(");
        int before = source.lastIndexOf("\n    }\n", Math.max(0, method));
        return method > 0
                && ANNOTATED.matcher(source.substring(Math.max(0, before), method)).find();
    }
}
