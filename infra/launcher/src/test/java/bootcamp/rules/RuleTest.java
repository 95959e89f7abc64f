package bootcamp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All main classes of all modules keep every rule, and every rule catches its wrong program. */
class RuleTest {

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(
                            place ->
                                    !place.contains("/test-classes/")
                                            && !place.contains("-tests.jar"))
                    .importPackages("bootcamp");

    @Test
    void everyModuleIsLookedAt() {
        assertThat(ALL.contain("bootcamp.embedded.EmbeddedBroker")).isTrue();
        assertThat(ALL.contain("bootcamp.platform.aggregate.AggregateStore")).isTrue();
        assertThat(ALL.contain("bootcamp.enrollment.roster.Enrollment")).isTrue();
        assertThat(ALL.contain("bootcamp.curriculum.CurriculumApplication")).isTrue();
        assertThat(ALL.contain("bootcamp.gateway.GatewayApplication")).isTrue();
        assertThat(ALL.contain("bootcamp.launcher.Bootcamp")).isTrue();
        assertThat(ALL).noneMatch(each -> each.getName().startsWith("bootcamp.wrong"));
    }

    @ParameterizedTest
    @EnumSource
    void theCodeKeepsTheRule(Rule rule) {
        assertThat(rule.brokenBy(ALL)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theRuleCatchesTheWrongProgram(Rule rule) {
        JavaClasses wrong = new ClassFileImporter().importPackages(rule.wrong());

        assertThat(rule.brokenBy(wrong)).isNotEmpty();
    }
}
