package bootcamp.launcher;

import bootcamp.launcher.client.CommandFailure;
import bootcamp.launcher.client.RunningPlatform;
import bootcamp.launcher.demo.Demo;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./bootcamp demo}: the whole platform with an invented programme in it, on loopback, in a
 * directory that is gone afterwards; and the same story for a platform that runs elsewhere.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "The whole platform on this machine with an invented programme: a cohort of 81 who"
                    + " became about 50, three earlier ones to compare, and one to come.",
            "Listens on this machine only, begins afresh each time and leaves nothing behind."
        })
final class DemoCommand implements Callable<Integer> {

    /** Known to everybody, so the demo listens on loopback only. */
    private static final String PASSWORD = "bootcamp-demo";

    private static final String ADMIN = "admin";
    private static final String STAFF = "staff";
    private static final String STUDENT = "student";

    /** Figures of reviews are seen soon: nobody has to be kept from knowing when they moved. */
    private static final List<Program> SERVICES =
            List.of(
                    Program.ENROLLMENT,
                    Program.CURRICULUM,
                    Program.COMPETITION,
                    Program.REVIEW.with("bootcamp.summaries.every", "5s"));

    private final Clock clock;
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "Of the pages and the API (default: 8080; 0: any free).")
    private int port;

    DemoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(
                    spec().commandLine(), "--port is a number from 0 to 65535.");
        }
        Door door = Door.open(InetAddress.getLoopbackAddress(), port, false);
        DataDirectory data = DataDirectory.temporary();
        Logs.to(data.logs());
        new Up(data, door, out(), spec().commandLine().getErr())
                .run(SERVICES, Program.GATEWAY, accounts(), this::makeStudent, this::tell);
        return Bootcamp.DONE;
    }

    @Command(
            name = "fill",
            mixinStandardHelpOptions = true,
            description = {
                "Tells the demo's story to a platform that runs already, as an admin of it.",
                "Safe to repeat. Makes no accounts."
            })
    int fill(
            @Mixin ServerOptions server,
            @Option(
                            names = "--go-on",
                            description = "Afterwards let time go on slowly, until Ctrl-C.")
                    boolean goOn) {
        Demo demo = Demo.on(server.connect(), clock);
        Demo.Told told = tell(demo);
        say(
                "The story is told: %d steps new, %d there already, %d changed since and left so."
                        .formatted(told.told(), told.known(), told.left()));
        if (goOn) {
            goOn(demo);
        }
        return Bootcamp.DONE;
    }

    private static Map<String, String> accounts() {
        return Map.of(
                "bootcamp.accounts[0].username", ADMIN,
                "bootcamp.accounts[0].role", "ADMIN",
                "bootcamp.accounts[0].password", PASSWORD,
                "bootcamp.accounts[1].username", STAFF,
                "bootcamp.accounts[1].role", "STAFF",
                "bootcamp.accounts[1].password", PASSWORD);
    }

    /** The account whose student has to be enrolled first. */
    private void makeStudent(Platform platform) {
        RunningPlatform admin = asAdmin(platform);
        String studentId = Demo.on(admin, clock).student();
        admin.post(
                "/api/users",
                "demo/" + STUDENT,
                Map.of(
                        "username", STUDENT,
                        "role", "STUDENT",
                        "studentId", studentId,
                        "password", PASSWORD));
    }

    private void tell(Platform platform) {
        say(
                "Accounts: %s, %s, %s; the password of each is %s"
                        .formatted(ADMIN, STAFF, STUDENT, PASSWORD));
        Demo demo = Demo.on(asAdmin(platform), clock);
        tell(demo);
        demo.register(STUDENT, PASSWORD);
        say("The story is told, and goes on slowly from here. Ctrl-C ends the demo.");
        Thread.ofPlatform().name("demo").daemon().start(() -> goOn(demo));
    }

    private static RunningPlatform asAdmin(Platform platform) {
        return RunningPlatform.at(platform.url()).signedIn(ADMIN, PASSWORD);
    }

    private static Demo.Told tell(Demo demo) {
        try (Bar bar = new Bar("Telling")) {
            return demo.tell(bar::at);
        }
    }

    /** The platform goes on without it; while it stops, a failure is what is to be expected. */
    private static void goOn(Demo demo) {
        LoggerFactory.getLogger(DemoCommand.class).info("The demo: {}", ending(demo));
    }

    private static String ending(Demo demo) {
        try {
            demo.goOn();
            return "its story has come to its end";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (CommandFailure e) {
            return e.sentences();
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private void say(String line) {
        out().println(line);
        out().flush();
    }
}
