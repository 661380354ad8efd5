package clda.llm.http;

import jakarta.ws.rs.core.Response;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes a call until its headers have arrived. A server's interceptors may wrap it; they do not see the body. */
@FunctionalInterface
public interface FirstHeaders {

    /** Just the call. */
    FirstHeaders PLAIN = Call::make;

    /** @throws RuntimeException that of the last attempt */
    Response of(Call call);

    /** The call, which may be made again. */
    final class Call {
        private final Supplier<Response> send;
        private final BooleanSupplier awaited;
        private int made;

        /** @param awaited whether the caller is still waiting */
        Call(Supplier<Response> send, BooleanSupplier awaited) {
            this.send = send;
            this.awaited = awaited;
        }

        /** @throws RuntimeException as the call does */
        public Response make() {
            made++;
            return send.get();
        }

        /**
         * Whether it may be made once more after this: the server certainly did nothing, and the caller is still waiting.
         */
        public boolean mayBeMadeAgain(RuntimeException failure) {
            return made == 1 && awaited.getAsBoolean() && Failures.didNothing(failure);
        }

        boolean wasRepeated() {
            return made > 1;
        }
    }
}
