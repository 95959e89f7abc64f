package bootcamp.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The platform with one of its safeguards taken out, to see that a row of faults notices. A mutant
 * is one altered class file in a directory that comes first on the class path: production code has
 * no switch for it.
 */
enum Mutant {
    /** Commands are written whatever version they were decided on. */
    WRITE_WITHOUT_VERSION("bootcamp.platform.aggregate.AggregateStore") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            // {_id, version}: the second field is not asked for.
            return inMethod(
                    "presentOf",
                    (code, element) -> {
                        if (element instanceof InvokeInstruction call
                                && call.name().equalsString("append")) {
                            hits.incrementAndGet();
                            code.pop().pop();
                        } else {
                            code.with(element);
                        }
                    });
        }
    },
    /** The gateway folds whatever comes, also what is older than what it holds. */
    FOLD_WITHOUT_VERSION("bootcamp.gateway.dashboard.Entities") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            return inMethod(
                    "put",
                    (code, element) -> {
                        // if (version <= held) return false: the comparison always says "newer".
                        if (element
                                        instanceof
                                        java.lang.classfile.instruction.OperatorInstruction compare
                                && compare.opcode() == java.lang.classfile.Opcode.LCMP) {
                            hits.incrementAndGet();
                            code.pop2().pop2().iconst_1();
                        } else {
                            code.with(element);
                        }
                    });
        }
    },
    /** What Kafka acknowledged is pulled with all that was written since. */
    PULL_WITHOUT_CONDITION("bootcamp.platform.aggregate.AggregateStore") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            return inMethod(
                    "pull",
                    (code, element) -> {
                        if (element instanceof InvokeInstruction call
                                && call.name().equalsString("lte")) {
                            hits.incrementAndGet();
                            ClassDesc bson = ClassDesc.of("org.bson.conversions.Bson");
                            code.pop()
                                    .invokestatic(
                                            ClassDesc.of("com.mongodb.client.model.Filters"),
                                            "exists",
                                            MethodTypeDesc.of(bson, ConstantDescs.CD_String));
                        } else {
                            code.with(element);
                        }
                    });
        }
    },
    /** Keys are not remembered: whoever comes with one is new. */
    KEYS_FORGOTTEN("bootcamp.platform.aggregate.Draft") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            return ClassTransform.transformingMethods(
                    method -> method.methodName().equalsString("remembered"),
                    (method, element) -> {
                        if (element instanceof java.lang.classfile.CodeModel) {
                            hits.incrementAndGet();
                            method.withCode(code -> code.aconst_null().areturn());
                        } else {
                            method.with(element);
                        }
                    });
        }
    },
    /** The gateway never forgets a page, however long it is closed. */
    VIEWERS_STAY("bootcamp.gateway.dashboard.Board") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            return inMethod(
                    "leave",
                    (code, element) -> {
                        if (element instanceof InvokeInstruction call
                                && call.name().equalsString("remove")) {
                            hits.incrementAndGet();
                            code.pop().pop().iconst_0();
                        } else {
                            code.with(element);
                        }
                    });
        }
    },
    /** The gateway shows what it has folded so far, from the first moment on. */
    READY_AT_ONCE("bootcamp.gateway.dashboard.Dashboards") {
        @Override
        ClassTransform transform(AtomicInteger hits) {
            return ClassTransform.transformingMethodBodies(
                    (code, element) -> {
                        if (element instanceof FieldInstruction field
                                && field.opcode() == java.lang.classfile.Opcode.GETFIELD
                                && field.name().equalsString("open")) {
                            hits.incrementAndGet();
                            code.pop().iconst_1();
                        } else {
                            code.with(element);
                        }
                    });
        }
    };

    private final String className;

    Mutant(String className) {
        this.className = className;
    }

    abstract ClassTransform transform(AtomicInteger hits);

    private static ClassTransform inMethod(String name, CodeTransform transform) {
        return ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString(name), transform);
    }

    /** Writes the altered class; fails where there was nothing to alter. */
    Path writeTo(Path directory) {
        String file = className.replace('.', '/') + ".class";
        AtomicInteger hits = new AtomicInteger();
        try (InputStream in = Mutant.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            ClassFile classFile = ClassFile.of();
            ClassModel model = classFile.parse(in.readAllBytes());
            byte[] altered = classFile.transformClass(model, transform(hits));
            if (hits.get() == 0) {
                throw new IllegalStateException(this + " found nothing to alter in " + className);
            }
            Path root = directory.resolve(name().toLowerCase(java.util.Locale.ROOT));
            Path target = root.resolve(file);
            Files.createDirectories(target.getParent());
            Files.write(target, altered);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
