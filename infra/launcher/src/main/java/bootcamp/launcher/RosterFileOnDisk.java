package bootcamp.launcher;

import bootcamp.enrollment.roster.RosterFile;
import bootcamp.enrollment.roster.RosterProblem;
import bootcamp.launcher.client.CommandFailure;
import bootcamp.platform.aggregate.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A roster on this machine's disk, or a sentence for each thing that is wrong with it. */
final class RosterFileOnDisk {

    private RosterFileOnDisk() {}

    /**
     * @throws CommandFailure if the file cannot be read, is no roster, or has a row that cannot be
     *     used
     */
    static RosterFile read(Path path) {
        RosterFile file = parse(path);
        if (!file.problems().isEmpty()) {
            String problems =
                    file.problems().stream()
                            .map(RosterFileOnDisk::sentence)
                            .collect(Collectors.joining(System.lineSeparator()));
            throw new CommandFailure(
                    problems
                            + System.lineSeparator()
                            + "%d of %d rows of %s cannot be used; mend them and try again."
                                    .formatted(file.rejected(), file.rowCount(), path));
        }
        return file;
    }

    private static RosterFile parse(Path path) {
        try {
            return RosterFile.read(bytes(path), null, null);
        } catch (RefusedException e) {
            throw new CommandFailure(
                    "%s is no roster: %s"
                            .formatted(
                                    path,
                                    Wording.ofFile(e.refusal().code(), e.refusal().parameters())));
        }
    }

    private static byte[] bytes(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure("There is no file %s.".formatted(path));
        }
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read.".formatted(path));
        }
    }

    private static String sentence(RosterProblem problem) {
        String field = problem.field();
        return "row %d%s: %s"
                .formatted(
                        problem.row(),
                        field == null ? "" : ", " + field,
                        Wording.ofRow(problem.code(), problem.parameters()));
    }
}
