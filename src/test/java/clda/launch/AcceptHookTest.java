package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** The class of this Java that accepts connections asks the gate, and nothing else of it is changed. */
class AcceptHookTest {

    private static final String ACCEPTING = "sun/nio/ch/ServerSocketChannelImpl";

    private static List<String> calls(byte[] code) {
        List<String> calls = new ArrayList<>();
        new ClassReader(code)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String method, String type, String signature, String[] exceptions) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMethodInsn(
                                            int instruction,
                                            String owner,
                                            String name,
                                            String of,
                                            boolean isInterface) {
                                        calls.add(method + ": " + owner + "." + name);
                                    }
                                };
                            }
                        },
                        0);
        return calls;
    }

    @Test
    void whatAcceptReturnsPassesTheGateAndNothingElseDoes() throws IOException {
        byte[] code;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(ACCEPTING + ".class")) {
            code = in.readAllBytes();
        }

        List<String> hooked = calls(new AcceptHook().hooked(code));

        List<String> added = new ArrayList<>(hooked);
        calls(code).forEach(added::remove);
        assertThat(added)
                .hasSize(8)
                .containsOnly(
                        "accept: java/lang/ClassLoader.getSystemClassLoader",
                        "accept: java/lang/ClassLoader.loadClass",
                        "accept: java/lang/Class.getMethod",
                        "accept: java/lang/reflect/Method.invoke");
    }

    @Test
    void classesOfOthersStayAsTheyAre() {
        assertThat(new AcceptHook().transform(null, "java/lang/String", null, null, new byte[0]))
                .isNull();
    }
}
