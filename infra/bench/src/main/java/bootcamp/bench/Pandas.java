package bootcamp.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** pandas and scikit-learn where Python has them: the labels are read once, as ours are. */
final class Pandas implements AutoCloseable {

    private static final String PROGRAM =
            """
            import sys, time
            import pandas, sklearn
            from sklearn.metrics import accuracy_score
            labels = pandas.read_csv(sys.argv[1], dtype=str).set_index("id")
            parts = [labels.index[labels["usage"] == usage] for usage in ("Public", "Private")]
            print(pandas.__version__, sklearn.__version__, flush=True)
            for line in sys.stdin:
                begun = time.perf_counter()
                sent = pandas.read_csv(line.strip(), dtype=str).set_index("id")
                if not sent.index.is_unique or not sent.index.isin(labels.index).all():
                    raise SystemExit("ids")
                if len(sent) != len(labels):
                    raise SystemExit("rows")
                scores = [accuracy_score(labels["label"].loc[part], sent["label"].loc[part]) for part in parts]
                print(time.perf_counter() - begun, *scores, flush=True)
            """;

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final String versions;

    private Pandas(Process process, String versions) {
        this.process = process;
        this.out = process.inputReader();
        this.in = process.outputWriter();
        this.versions = versions;
    }

    /**
     * @param labels the solution's file, with {@code id}, {@code label} and {@code usage}
     * @return null: there is no Python, or it lacks one of the two
     */
    static @Nullable Pandas start(Path labels) {
        try {
            Process process =
                    new ProcessBuilder("python3", "-c", PROGRAM, labels.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String versions = process.inputReader().readLine();
            return versions == null ? null : new Pandas(process, versions);
        } catch (IOException notThere) {
            return null;
        }
    }

    /** Of pandas and of scikit-learn. */
    String versions() {
        return versions;
    }

    /**
     * @return seconds from the submission's file to the accuracies of both parts, by its own clock
     */
    double seconds(Path submission) throws IOException {
        in.write(submission + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException("python has ended");
        }
        return Double.parseDouble(answer.split(" ", 2)[0]);
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
