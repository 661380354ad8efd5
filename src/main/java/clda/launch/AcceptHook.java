package clda.launch;

import clda.net.ClientNetwork;
import clda.net.IpRange;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.InetAddress;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@link Connections} see every connection that a server channel accepts. Neither application server can limit the
 * connections of one address; both accept connections through the same JDK class, which is changed here.
 */
final class AcceptHook implements ClassFileTransformer {

    private static final String ACCEPTING = "sun/nio/ch/ServerSocketChannelImpl";
    private static final String GATE = Connections.class.getName();
    private static final Type CHANNEL = Type.getType("Ljava/nio/channels/SocketChannel;");

    private boolean isSet;

    /**
     * Limits the connections of one address.
     *
     * @param port on which connections are counted; 0 for all
     * @param max maximum number of open connections of one address
     * @param unlimited addresses whose connections are not counted: a proxy forwards the connections of all its clients
     * @throws IllegalArgumentException if this Java version accepts connections in an unknown way
     */
    static void limit(Instrumentation java, int port, int max, List<IpRange> unlimited) {
        Connections.limit(port, max, address -> counted(address, unlimited));
        AcceptHook hook = new AcceptHook();
        java.addTransformer(hook, true);
        try {
            java.retransformClasses(Class.forName(ACCEPTING.replace('/', '.')));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw unknown(e);
        } finally {
            java.removeTransformer(hook);
        }
        if (!hook.isSet) {
            throw unknown(null);
        }
    }

    private static IllegalArgumentException unknown(@Nullable Exception e) {
        return new IllegalArgumentException(
                "connections cannot be counted on Java " + Runtime.version()
                        + "; clda.at-once.connections.address=unlimited starts without",
                e);
    }

    private static Optional<String> counted(InetAddress address, List<IpRange> unlimited) {
        return unlimited.stream().anyMatch(range -> range.contains(address))
                ? Optional.empty()
                : Optional.of(ClientNetwork.of(address.getHostAddress()));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] code) {
        return ACCEPTING.equals(name) ? hooked(code) : null;
    }

    /** The class, changed so that each connection that {@code accept} returns passes through the gate. */
    byte[] hooked(byte[] code) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return name.equals("accept") && descriptor.equals("()" + CHANNEL.getDescriptor())
                                ? admitting(method)
                                : method;
                    }
                },
                0);
        return writer.toByteArray();
    }

    private MethodVisitor admitting(MethodVisitor method) {
        return new MethodVisitor(Opcodes.ASM9, method) {
            @Override
            public void visitInsn(int instruction) {
                if (instruction == Opcodes.ARETURN) {
                    passGate(mv);
                    isSet = true;
                }
                super.visitInsn(instruction);
            }
        };
    }

    /**
     * Replaces the channel on the stack with what the gate returns for it. The gate is looked up by name, since JDK classes
     * cannot see the agent's classes; a visible class would have to be on the bootstrap class path, and Java would then no
     * longer share archived classes.
     */
    private static void passGate(MethodVisitor method) {
        method.visitInsn(Opcodes.ICONST_1);
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        method.visitInsn(Opcodes.DUP_X1);
        method.visitInsn(Opcodes.SWAP);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitInsn(Opcodes.SWAP);
        method.visitInsn(Opcodes.AASTORE);
        call(method, "java/lang/ClassLoader", "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
        method.visitLdcInsn(GATE);
        call(method, "java/lang/ClassLoader", "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
        method.visitLdcInsn("admitted");
        method.visitInsn(Opcodes.ICONST_1);
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Class");
        method.visitInsn(Opcodes.DUP);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitLdcInsn(CHANNEL);
        method.visitInsn(Opcodes.AASTORE);
        call(
                method,
                "java/lang/Class",
                "getMethod",
                "(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;");
        method.visitInsn(Opcodes.SWAP);
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.SWAP);
        call(method, "java/lang/reflect/Method", "invoke", "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;");
        method.visitTypeInsn(Opcodes.CHECKCAST, CHANNEL.getInternalName());
    }

    private static void call(MethodVisitor method, String type, String name, String descriptor) {
        int how = name.equals("getSystemClassLoader") ? Opcodes.INVOKESTATIC : Opcodes.INVOKEVIRTUAL;
        method.visitMethodInsn(how, type, name, descriptor, false);
    }
}
