package bootcamp.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this project as they lie on the disk, without what a build makes. */
final class Tree {

    private static final Set<String> MADE = Set.of("target", ".git", ".idea", "node_modules");

    private static final Set<String> TEXTS =
            Set.of(
                    "java",
                    "js",
                    "css",
                    "html",
                    "yml",
                    "yaml",
                    "xml",
                    "properties",
                    "md",
                    "json",
                    "sh");

    private final Path root;

    private Tree(Path root) {
        this.root = root;
    }

    /** Tests run in the directory of their module, or in the root. */
    static Tree find() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("bootcamp"))
                || here != null && !Files.exists(here.resolve("gateway/pom.xml"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException("The root of the project is not above this directory");
        }
        return new Tree(here);
    }

    Path resolve(String path) {
        return root.resolve(path);
    }

    String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /** Java of the modules themselves, not of their tests. */
    List<Path> mainSources() {
        return texts().stream().filter(file -> relative(file).contains("src/main/java/")).toList();
    }

    /** Everything that somebody wrote. */
    List<Path> texts() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, new Texts(found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static final class Texts extends SimpleFileVisitor<Path> {

        private final List<Path> found;

        private Texts(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) {
            return MADE.contains(String.valueOf(directory.getFileName()))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
            String name = String.valueOf(file.getFileName());
            String ending = name.substring(name.lastIndexOf('.') + 1);
            if (TEXTS.contains(ending) || name.equals("bootcamp") || name.equals("run")) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
