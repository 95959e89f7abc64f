package bootcamp.launcher;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the standard error while somebody is looking; nothing in a pipe or a log. */
final class Bar implements AutoCloseable {

    private final String task;
    private @Nullable ProgressBar bar;

    Bar(String task) {
        this.task = task;
    }

    void at(long done, long all) {
        if (System.console() == null || !System.console().isTerminal()) {
            return;
        }
        if (bar == null) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setConsumer(new ConsoleProgressBarConsumer(System.err))
                            .build();
        }
        bar.maxHint(all);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
