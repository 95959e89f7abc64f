package bootcamp.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Java as the compiler's own parser reads it: what byte code no longer tells. */
final class Syntax {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Syntax() {}

    /** Parsed only: names are not resolved, so a source need not compile by itself. */
    static CompilationUnitTree parse(String source) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("memory:///Source.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavacTask task =
                (JavacTask) COMPILER.getTask(null, null, ignored -> {}, null, null, List.of(file));
        try {
            return task.parse().iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits everything in a source with somebody who collects. */
    static <T extends TreeScanner<@Nullable Void, @Nullable Void>> T visit(
            String source, T visitor) {
        visitor.scan(parse(source), null);
        return visitor;
    }
}
