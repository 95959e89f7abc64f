package bootcamp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules about who may know what, each with the small wrong program that it must catch: a
 * package below {@code bootcamp.wrong}.
 *
 * <p>Mechanism ({@code platform}, {@code embedded}) may know the driver, Kafka and the clock; that
 * is what it is for. Wiring ({@code …Application}, {@code …Configuration}, {@code …Beans}) hands
 * things to others and so names them. A feature knows its domain. The benchmarks ({@code bench})
 * are a tool that measures the bare driver, broker and server beside ours, so they may know all of
 * these, and their threads wait.
 */
enum Rule {
    FEATURES_FORM_NO_CYCLE(
            "cycle", slices().assignedFrom(Dependence.byFeature()).should().beFreeOfCycles()),

    /** Services do not know each other, nor the gateway; nobody knows the launcher. */
    MODULES_KNOW_ONLY_WHAT_THEY_STAND_ON(
            "module", classes().should(Dependence.standOnlyOnWhatTheirModuleMay())),

    /** Aggregates, commands, facts, refusals and computations, and all they are made of. */
    WHAT_DECIDES_KNOWS_JAVA_ONLY(
            "pure",
            classes().that(Dependence.decideOrCompute()).should(Dependence.reachNothingButJava())),

    /**
     * {@code HttpStatus}, {@code HttpMethod}, {@code HttpHeaders} and {@code MediaType} are mere
     * values. The gateway's packages {@code route} and {@code signin} are about cookies, paths and
     * forwarding themselves: there only stores, accounts and the like must not know of requests.
     */
    SPRING_WEB_IN_API_AND_WIRING(
            "web",
            noClasses()
                    .that(are(not(mechanism().or(wiring()).or(named("Api|Properties")))))
                    .and(are(not(edge()).or(named("Store|Account|Ticket|Passwords|Usernames"))))
                    .should()
                    .dependOnClassesThat(springWeb())),

    /** A store may have its {@code …Document}, which reads and writes one of what it keeps. */
    MONGO_DRIVER_IN_STORES_AND_WIRING(
            "mongo",
            noClasses()
                    .that(are(not(mechanism().or(wiring()).or(named("Store|Document")))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb..", "org.bson..", "de.bwaldvogel..")),

    /** {@code PublishedVersions} looks at keys and versions of the own topic, and at no event. */
    KAFKA_IN_FEEDS_AND_WIRING(
            "kafka",
            noClasses()
                    .that(are(not(mechanism().or(wiring()).or(named("Feed|PublishedVersions")))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..",
                            "kafka..",
                            "org.springframework.kafka..",
                            "org.springframework.cloud.stream..")),

    NO_COMPONENT_SCAN(
            "scan",
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName(
                            "org.springframework.boot.autoconfigure.SpringBootApplication")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.springframework.stereotype..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveNameMatching(".*\\.ComponentScans?")),

    /** Time comes as an {@code InstantSource}; wiring and the command line's main make one. */
    NO_TIME_OF_ITS_OWN(
            "time",
            noClasses()
                    .that(are(not(mechanism())))
                    .should()
                    .accessTargetWhere(Calls.readTheWallClock())
                    .orShould()
                    .accessTargetWhere(Calls.makeAClock(wiring().or(commandLine())))),

    /** Chance comes from {@code platform.source}, so that a test can be given its own. */
    NO_CHANCE_OF_ITS_OWN(
            "chance",
            noClasses().that(are(not(mechanism()))).should().accessTargetWhere(Calls.throwDice())),

    /**
     * Streams are joined by who composes them. The launcher's commands are plain programs that wait
     * for one answer; they use no streams at all, so they need no exception.
     */
    NO_BLOCKING_OR_SUBSCRIBING(
            "block",
            noClasses()
                    .that(are(not(resideInAnyPackage("bootcamp.platform..", "bootcamp.bench.."))))
                    .should()
                    .accessTargetWhere(Calls.blockOrSubscribe())),

    NAMES_SAY_WHAT_THINGS_ARE(
            "name",
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Utils?|Helpers?|Manager|Impl|Base|Common|Dto|DTO|Handler)$")),

    PLATFORM_SPEAKS_NO_DOMAIN(
            "platform",
            noClasses()
                    .that()
                    .resideInAnyPackage("bootcamp.platform..", "bootcamp.embedded..", "..platform")
                    .should(Dependence.haveAWordOfTheDomainInTheirName()));

    static final Set<String> MECHANISM = Set.of("platform", "embedded");

    private final String wrong;
    private final ArchRule rule;

    Rule(String wrong, ArchRule rule) {
        this.wrong = "bootcamp.wrong." + wrong;
        this.rule = rule;
    }

    /** The package of a small program that breaks this rule. */
    String wrong() {
        return wrong;
    }

    /** What breaks the rule among the classes. */
    java.util.List<String> brokenBy(JavaClasses classes) {
        return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
    }

    private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> predicate) {
        return predicate;
    }

    private static DescribedPredicate<JavaClass> mechanism() {
        return resideInAnyPackage("bootcamp.platform..", "bootcamp.embedded..", "bootcamp.bench..");
    }

    private static DescribedPredicate<JavaClass> commandLine() {
        return resideInAPackage("bootcamp.launcher");
    }

    private static DescribedPredicate<JavaClass> edge() {
        return resideInAnyPackage("bootcamp.gateway.route", "bootcamp.gateway.signin");
    }

    private static DescribedPredicate<JavaClass> wiring() {
        return named("Application|Configuration|Beans");
    }

    /** By the outermost class, for what is nested in it is part of it. */
    private static DescribedPredicate<JavaClass> named(String endings) {
        Pattern name = Pattern.compile(".*(?:" + endings + ")");
        return describe(
                "named …" + endings,
                each -> name.matcher(Dependence.outermost(each).getSimpleName()).matches());
    }

    private static DescribedPredicate<JavaClass> springWeb() {
        return describe(
                "of Spring web",
                each ->
                        each.getPackageName().startsWith("org.springframework.web")
                                || each.getPackageName().startsWith("org.springframework.http.")
                                || each.getPackageName().equals("org.springframework.http")
                                        && !each.getSimpleName()
                                                .matches(
                                                        "Http(Status|StatusCode|Method|Headers)"
                                                                + "|MediaType"));
    }
}
