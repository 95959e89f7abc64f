package bootcamp.faults;

import bootcamp.faults.Api.Answer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All calls of a run, written to a file before and after each: what was meant to be done is on
 * record however the run ends.
 */
final class History {

    private final BufferedWriter lines;
    private final Set<Call> calls = new LinkedHashSet<>();

    History(Path file) {
        try {
            lines = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a call, or sends it again; its outcome is in it afterwards. */
    void send(Call call, Api api) {
        call.attempted();
        before(call);
        try {
            Answer answer = api.send(call.request);
            call.answered(answer);
            note("after", call, String.valueOf(answer.status()));
        } catch (IOException | RuntimeException e) {
            call.cut();
            note("after", call, e.getClass().getSimpleName());
        }
    }

    private void before(Call call) {
        synchronized (calls) {
            calls.add(call);
        }
        note("before", call, String.valueOf(call.request.key()));
    }

    private void note(String when, Call call, String what) {
        String line = "%d %s %s %s%n".formatted(System.nanoTime(), when, call, what);
        try {
            synchronized (lines) {
                lines.write(line);
                lines.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    long count(Call.Outcome outcome) {
        return calls().stream().filter(call -> call.outcome() == outcome).count();
    }
}
