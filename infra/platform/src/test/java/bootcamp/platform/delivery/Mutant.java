package bootcamp.platform.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ConstantDescs;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A real reader in which one thing is broken: its classes are loaded once more, one of them
 * changed. So what is mutated is what ships, and nothing that ships needs a switch for it.
 */
public final class Mutant {

    private final Class<?> target;
    private final ClassTransform change;
    private final AtomicInteger places;
    private final Loader loader = new Loader();

    private Mutant(Class<?> target, ClassTransform change, AtomicInteger places) {
        this.target = target;
        this.change = change;
        this.places = places;
    }

    /** Every comparison of two longs in the class says that the first is the greater one. */
    public static Mutant withoutVersionGuard(Class<?> target) {
        AtomicInteger places = new AtomicInteger();
        CodeTransform code =
                (builder, element) -> {
                    if (element instanceof OperatorInstruction operator
                            && operator.opcode() == Opcode.LCMP) {
                        places.incrementAndGet();
                        builder.pop2().pop2().iconst_1();
                    } else {
                        builder.with(element);
                    }
                };
        return new Mutant(target, ClassTransform.transformingMethodBodies(code), places);
    }

    /** Every call of the method in the class is one of another method with the same parameters. */
    public static Mutant calling(Class<?> target, String method, String insteadOf) {
        AtomicInteger places = new AtomicInteger();
        CodeTransform code =
                (builder, element) -> {
                    if (element instanceof InvokeInstruction call
                            && call.name().equalsString(insteadOf)) {
                        places.incrementAndGet();
                        builder.invoke(
                                call.opcode(),
                                call.owner().asSymbol(),
                                method,
                                call.typeSymbol(),
                                call.isInterface());
                    } else {
                        builder.with(element);
                    }
                };
        return new Mutant(target, ClassTransform.transformingMethodBodies(code), places);
    }

    /** A text in the class is another one: an operator of a query, say. */
    public static Mutant saying(Class<?> target, String text, String insteadOf) {
        AtomicInteger places = new AtomicInteger();
        CodeTransform code =
                (builder, element) -> {
                    if (element instanceof ConstantInstruction constant
                            && constant.constantValue().equals(insteadOf)) {
                        places.incrementAndGet();
                        builder.loadConstant(text);
                    } else {
                        builder.with(element);
                    }
                };
        return new Mutant(target, ClassTransform.transformingMethodBodies(code), places);
    }

    /** Every call of a method of the class itself that answers yes or no is answered with yes. */
    public static Mutant alwaysTrue(Class<?> target, String method) {
        AtomicInteger places = new AtomicInteger();
        ClassTransform change =
                ClassTransform.transformingMethodBodies(
                        found ->
                                found.methodName().equalsString(method)
                                        && found.methodTypeSymbol()
                                                .returnType()
                                                .equals(ConstantDescs.CD_boolean),
                        new CodeTransform() {
                            @Override
                            public void atStart(CodeBuilder builder) {
                                places.incrementAndGet();
                                builder.iconst_1().ireturn();
                            }

                            @Override
                            public void accept(CodeBuilder builder, CodeElement element) {}
                        });
        return new Mutant(target, change, places);
    }

    /**
     * The reader, made of the mutated classes.
     *
     * @throws IllegalStateException where there was nothing to change: the mutant would be none
     */
    public Supplier<Reading> of(Class<? extends Reading> reading) {
        Class<?> mutated = load(reading.getName());
        load(target.getName());
        if (places.get() == 0) {
            throw new IllegalStateException("nothing to mutate in " + target);
        }
        return () -> made(mutated);
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reading made(Class<?> reading) {
        try {
            return (Reading) reading.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(reading + " can't be made", e);
        }
    }

    /** Loads the package of the target by itself, all else as everybody does. */
    private final class Loader extends ClassLoader {

        Loader() {
            super(Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(target.getPackageName() + ".")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = bytes(name);
            byte[] mutated = name.equals(target.getName()) ? mutated(bytes) : bytes;
            return defineClass(name, mutated, 0, mutated.length);
        }

        private byte[] mutated(byte[] bytes) {
            ClassFile classes = ClassFile.of();
            return classes.transformClass(classes.parse(bytes), change);
        }

        private byte[] bytes(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
