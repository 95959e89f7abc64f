package bootcamp.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine;

/** A command run in this JVM, with what it said. */
record Run(int status, String out, String err) {

    /** Late enough for every roster in the tests. */
    static final Clock CLOCK =
            Clock.fixed(Instant.parse("2024-07-31T00:00:00Z"), ZoneId.of("Asia/Seoul"));

    static Run of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Bootcamp.commandLine(CLOCK);
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int status = commandLine.execute(args);
        return new Run(status, out.toString(), err.toString());
    }
}
