package bootcamp.rules;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds catches that lose a failure: those which neither throw, nor return or yield a value, nor
 * hand the failure itself to somebody who is no logger, nor restore an interrupt.
 */
final class Catches extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final List<String> losing = new ArrayList<>();
    private String place = "";

    static List<String> losingIn(String source) {
        return losingIn(Syntax.parse(source));
    }

    static List<String> losingIn(CompilationUnitTree source) {
        Catches catches = new Catches();
        catches.scan(source, null);
        return catches.losing;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
        String outer = place;
        place = outer.isEmpty() ? tree.getSimpleName().toString() : outer;
        super.visitClass(tree, none);
        place = outer;
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
        String outer = place;
        place = outer + "." + tree.getName();
        super.visitMethod(tree, none);
        place = outer;
        return null;
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void none) {
        Fate fate = new Fate(tree.getParameter().getName().toString());
        fate.scan(tree.getBlock(), null);
        if (!fate.kept) {
            losing.add(place + " catches " + tree.getParameter().getType());
        }
        return super.visitCatch(tree, none);
    }

    /** What becomes of one caught failure. */
    private static final class Fate extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final String failure;
        private boolean kept;

        private Fate(String failure) {
            this.failure = failure;
        }

        @Override
        public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void none) {
            kept = true;
            return null;
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void none) {
            kept |= tree.getExpression() != null;
            return super.visitReturn(tree, none);
        }

        @Override
        public @Nullable Void visitYield(YieldTree tree, @Nullable Void none) {
            kept = true;
            return null;
        }

        /** What a lambda returns is not returned from here. */
        @Override
        public @Nullable Void visitLambdaExpression(
                LambdaExpressionTree tree, @Nullable Void none) {
            return null;
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree tree, @Nullable Void none) {
            String called = tree.getMethodSelect().toString();
            boolean logs =
                    called.matches(
                            "(?is)log(ger)?\\..*|.*\\.(setCause|addKeyValue|log)|.*printStackTrace");
            kept |= called.equals("Thread.currentThread().interrupt");
            kept |= !logs && isHanded(tree.getArguments());
            return super.visitMethodInvocation(tree, none);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void none) {
            kept |= isHanded(tree.getArguments());
            return super.visitNewClass(tree, none);
        }

        private boolean isHanded(List<? extends ExpressionTree> arguments) {
            return arguments.stream()
                    .anyMatch(
                            each ->
                                    each instanceof IdentifierTree name
                                            && name.getName().contentEquals(failure));
        }
    }
}
