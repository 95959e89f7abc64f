package bootcamp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written in the sources, and what must not be. */
class SourceTest {

    private static final Tree TREE = Tree.find();

    /** Work that was put off. The words are in two parts here, so that this file may say them. */
    private static final Pattern PUT_OFF =
            Pattern.compile(
                    "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b|@Ign" + "ore\\b");

    private static final Pattern A_TEST =
            Pattern.compile(
                    "(?m)^ +@(Test|ParameterizedTest|Property|RepeatedTest|TestFactory)\\b");

    private static final Pattern CONSOLE =
            Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(");

    private static final Pattern LOMBOK = Pattern.compile("(?m)^import (static )?lombok\\b");

    /** Catches that may end here, each with the reason. */
    private static final Map<String, String> MAY_END_HERE =
            Map.ofEntries(
                    Map.entry(
                            "Dashboards.guarded catches RuntimeException",
                            "counted and logged; the cohort is rendered anew at its next change"),
                    Map.entry(
                            "DeadLetterTopic.park catches TooLargeToPark",
                            "parked without its value, which is too large for any record"),
                    Map.entry(
                            "Doctor.check catches CommandFailure",
                            "becomes a line of the doctor's report"),
                    Map.entry(
                            "Doctor.check catches RuntimeException",
                            "becomes a line of the doctor's report"),
                    Map.entry(
                            "GroupCommit.joinCommitter catches InterruptedException",
                            "remembered, and restored by the caller once all is on the disk"),
                    Map.entry(
                            "Platform.close catches Exception",
                            "what comes after must be closed as well"),
                    Map.entry(
                            "SignInApi.basic catches IllegalArgumentException",
                            "answered below, as a text without a colon is"),
                    Map.entry(
                            "StrictJson.deserialize catches DateTimeException",
                            "answered below, as a year of more digits is"),
                    Map.entry(
                            "TopicFollower.await catches InterruptedException",
                            "ends the follower: only closing interrupts its thread"),
                    Map.entry(
                            "TopicFollower.run catches RuntimeException",
                            "the client is made anew and reads on where it stopped, for ever"),
                    Map.entry(
                            "TopicFollower.run catches WakeupException",
                            "ends the follower: only closing wakes its consumer"),
                    Map.entry(
                            "WorkbookGuard.walk catches XMLStreamException",
                            "no XML: the reader of the workbook meets it and says so"));

    @Test
    void nothingIsPutOffOrSwitchedOff() {
        assertThat(hits(PUT_OFF, TREE.texts())).isEmpty();
    }

    /** The build runs what ends in {@code Test}; with another name it would never run. */
    @Test
    void classesWithTestsAreNamedSoThatTheBuildRunsThem() {
        List<Path> others =
                TREE.texts().stream()
                        .filter(file -> TREE.relative(file).contains("src/test/java/"))
                        .filter(file -> !file.toString().endsWith("Test.java"))
                        .toList();

        assertThat(hits(A_TEST, others)).isEmpty();
    }

    @Test
    void workPutOffIsFound() {
        assertThat(PUT_OFF.matcher("// TO" + "DO later").find()).isTrue();
        assertThat(PUT_OFF.matcher("@Dis" + "abled(\"flaky\")").find()).isTrue();
    }

    /** The launcher's commands, and the program that makes the topics, speak to people. */
    @Test
    void nobodyButTheCommandLineWritesToTheConsole() {
        List<Path> others =
                TREE.mainSources().stream()
                        .filter(file -> !TREE.relative(file).startsWith("infra/launcher/"))
                        .filter(file -> !file.endsWith("CreateTopics.java"))
                        .toList();

        assertThat(hits(CONSOLE, others)).isEmpty();
        assertThat(CONSOLE.matcher("System.out.println(1)").find()).isTrue();
    }

    @Test
    void lombokIsNotUsed() {
        assertThat(hits(LOMBOK, TREE.texts())).isEmpty();
        assertThat(LOMBOK.matcher("package a;\nimport lombok.Data;").find()).isTrue();
    }

    /** Benchmarks may give up waiting: nobody's facts are in their hands. */
    @Test
    void everyFailureThatIsCaughtIsThrownReturnedOrHandedOn() {
        Map<String, Path> losing = new TreeMap<>();
        List<Path> files =
                TREE.mainSources().stream()
                        .filter(file -> !TREE.relative(file).startsWith("infra/bench/"))
                        .toList();
        List<CompilationUnitTree> parsed = Syntax.parse(files.stream().map(Tree::read).toList());
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            Catches.losingIn(parsed.get(i)).forEach(each -> losing.put(each, file));
        }

        assertThat(losing.keySet()).isEqualTo(new TreeSet<>(MAY_END_HERE.keySet()));
    }

    @Test
    void aCatchThatLosesItsFailureIsFound() {
        assertThat(Catches.losingIn(catching("log.warn(\"failed\", e);"))).isNotEmpty();
        assertThat(Catches.losingIn(catching("e.printStackTrace();"))).isNotEmpty();
        assertThat(Catches.losingIn(catching("return;"))).isNotEmpty();
        assertThat(Catches.losingIn(catching("later(() -> { return 1; });"))).isNotEmpty();
        assertThat(Catches.losingIn(catching(""))).isNotEmpty();
        assertThat(Catches.losingIn(catching("letters.park(record, e);"))).isEmpty();
        assertThat(Catches.losingIn(catching("return false;"))).isEmpty();
        assertThat(Catches.losingIn(catching("throw new Bug(e);"))).isEmpty();
    }

    private static String catching(String body) {
        return "class A { void a() { try { b(); } catch (Trouble e) { " + body + " } } }";
    }

    private static List<String> hits(Pattern pattern, List<Path> files) {
        List<String> hits = new ArrayList<>();
        for (Path file : files) {
            pattern.matcher(Tree.read(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(found -> hits.add(TREE.relative(file) + ": " + found));
        }
        return hits;
    }
}
