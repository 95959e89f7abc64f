package bootcamp.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java as the compiler's own parser reads it: what byte code no longer tells. */
final class Syntax {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Syntax() {}

    /**
     * Parsed only: names are not resolved, so a source need not compile by itself. All by one
     * parser: to make one takes longer than to read a source.
     *
     * @return in the order of the sources
     */
    static List<CompilationUnitTree> parse(Collection<String> sources) {
        List<Source> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new Source(files.size(), source));
        }
        JavacTask task = (JavacTask) COMPILER.getTask(null, null, ignored -> {}, null, null, files);
        try {
            List<CompilationUnitTree> parsed = new ArrayList<>();
            task.parse().forEach(parsed::add);
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(int number, String text) {
            super(URI.create("memory:///Source" + number + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    static CompilationUnitTree parse(String source) {
        return parse(List.of(source)).getFirst();
    }
}
