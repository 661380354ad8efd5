package clda.campaign;

import clda.conversation.ConversationStore;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.kit.SeEngine;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.security.KeyRing;
import clda.store.jpa.JpaWrite;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Puts a fault between the engine's parts. */
final class Planted {

    private Planted() {}

    static SeEngine.Options in(SeEngine.Options options, Fault fault) {
        return switch (fault) {
            case NO_DISPATCHED_COMMIT -> options.ledger(Planted::withoutDispatch);
            case LOCK_IN_MEMORY -> options.events(Planted::alone);
            case UNBOUND_CIPHERTEXT -> options.keys(ring -> sealing(ring, Planted::unbound));
            case COUNTED_NONCES -> options.keys(ring -> sealing(ring, key -> new Counting()));
            default -> options;
        };
    }

    static ModelClient in(ModelClient model, Fault fault) {
        return fault == Fault.CUT_STORED_AS_WHOLE ? new Careless(model) : model;
    }

    static List<Tool> in(List<Tool> tools, Fault fault) {
        return switch (fault) {
            case KEY_OF_THE_ATTEMPT ->
                tools.stream().map(Planted::withFreshKeys).toList();
            case RETRY_ON_TIMEOUT -> tools.stream().map(Planted::repeatable).toList();
            default -> tools;
        };
    }

    private interface Instead {
        Object of(String method, Object[] arguments, Call usual) throws Throwable;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private static <T> T over(Class<T> type, T target, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                Planted.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> instead.of(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }

    private static EffectLedger withoutDispatch(EffectLedger ledger) {
        return over(EffectLedger.class, ledger, (method, arguments, usual) -> switch (method) {
            case "dispatch", "dispatchAgain" -> (JpaWrite) entities -> {};
            case "settle" ->
                (JpaWrite) entities -> {
                    String key = (String) arguments[0];
                    ((JpaWrite) ledger.dispatch(key, 0)).in(entities);
                    ((JpaWrite) ledger.settle(key, 0, (Effect.State) arguments[2])).in(entities);
                };
            default -> usual.run();
        });
    }

    /** Takes up every turn that runs anywhere, and lets nobody stop it. */
    private static ConversationStore alone(ConversationStore store) {
        return over(ConversationStore.class, store, (method, arguments, usual) -> switch (method) {
            case "beginRun", "takeOverRun", "endRun" -> (JpaWrite) entities -> {};
            default -> usual.run();
        });
    }

    private interface Sealing {
        KeyRing.DataKey instead(KeyRing.DataKey key);
    }

    private static KeyRing sealing(KeyRing ring, Sealing sealing) {
        return new KeyRing() {
            @Override
            public NewDataKey newDataKey(String subject) {
                NewDataKey fresh = ring.newDataKey(subject);
                return new NewDataKey(fresh.wrapped(), fresh.keyVersion(), sealing.instead(fresh.key()));
            }

            @Override
            public DataKey unwrap(byte[] wrapped, String subject) {
                return sealing.instead(ring.unwrap(wrapped, subject));
            }

            @Override
            public DataKey shared() {
                return ring.shared();
            }
        };
    }

    private static KeyRing.DataKey unbound(KeyRing.DataKey key) {
        return new KeyRing.DataKey() {
            @Override
            public byte[] seal(byte[] plaintext, byte[] place) {
                return key.seal(plaintext, new byte[0]);
            }

            @Override
            public byte[] open(byte[] sealed, byte[] place) {
                return key.open(sealed, new byte[0]);
            }
        };
    }

    /** AES-GCM whose nonces begin anew with the process; in the form of Tink's ciphertext, five bytes before the nonce. */
    private static final class Counting implements KeyRing.DataKey {
        private static final AtomicLong NEXT = new AtomicLong();
        private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");
        private static final int PREFIX = 5;
        private static final int NONCE = 12;

        @Override
        public byte[] seal(byte[] plaintext, byte[] place) {
            byte[] nonce = ByteBuffer.allocate(NONCE)
                    .putLong(4, NEXT.getAndIncrement())
                    .array();
            byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plaintext, 0, plaintext.length, place);
            return ByteBuffer.allocate(PREFIX + NONCE + sealed.length)
                    .position(PREFIX)
                    .put(nonce)
                    .put(sealed)
                    .array();
        }

        @Override
        public byte[] open(byte[] sealed, byte[] place) {
            byte[] nonce = java.util.Arrays.copyOfRange(sealed, PREFIX, PREFIX + NONCE);
            int from = PREFIX + NONCE;
            return run(Cipher.DECRYPT_MODE, nonce, sealed, from, sealed.length - from, place);
        }

        private static byte[] run(int mode, byte[] nonce, byte[] text, int from, int length, byte[] place) {
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(mode, KEY, new GCMParameterSpec(128, nonce));
                cipher.updateAAD(place);
                return cipher.doFinal(text, from, length);
            } catch (GeneralSecurityException e) {
                throw new KeyRing.Damaged("a text", e);
            }
        }
    }

    private record Careless(ModelClient model) implements ModelClient {
        @Override
        public String name() {
            return model.name();
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            StringBuilder soFar = new StringBuilder();
            try {
                return model.respond(
                        request,
                        new TextSink() {
                            @Override
                            public void text(String piece) {
                                soFar.append(piece);
                                shown.text(piece);
                            }

                            @Override
                            public void restart() {
                                shown.restart();
                            }
                        },
                        cancellation);
            } catch (ModelFailure failure) {
                return ModelReply.text(model.name(), soFar.toString(), null);
            }
        }
    }

    private static Tool withFreshKeys(Tool tool) {
        return new Changed(tool, tool.definition()) {
            @Override
            public JsonNode call(ObjectNode arguments, ToolContext context) {
                return super.call(
                        arguments,
                        new ToolContext(
                                context.caller(),
                                context.conversationId(),
                                context.turnId(),
                                context.callId(),
                                UUID.randomUUID().toString(),
                                context.tainted(),
                                context.progress(),
                                context.foreign()));
            }
        };
    }

    private static Tool repeatable(Tool tool) {
        ToolDefinition known = tool.definition();
        if (known.effect() != EffectClass.AT_MOST_ONCE) {
            return tool;
        }
        return new Changed(
                tool,
                new ToolDefinition(
                        known.name(),
                        known.description(),
                        EffectClass.NATURAL,
                        known.parameters(),
                        known.approval(),
                        known.roles(),
                        known.timeout(),
                        Recovery.DEFAULT,
                        known.traits()));
    }

    private static class Changed implements Tool {
        private final Tool tool;
        private final ToolDefinition definition;

        Changed(Tool tool, ToolDefinition definition) {
            this.tool = tool;
            this.definition = definition;
        }

        @Override
        public ToolDefinition definition() {
            return definition;
        }

        @Override
        public JsonNode call(ObjectNode arguments, ToolContext context) {
            return tool.call(arguments, context);
        }

        @Override
        public boolean canBeAsked() {
            return tool.canBeAsked();
        }

        @Override
        public Optional<JsonNode> lookUp(ObjectNode arguments, ToolContext context) {
            return tool.lookUp(arguments, context);
        }
    }
}
