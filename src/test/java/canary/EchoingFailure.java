package canary;

/** A failure of a library that quotes what it was given, as many do. */
public final class EchoingFailure extends RuntimeException {

    public EchoingFailure(String input) {
        super("cannot handle \"" + input + "\"");
    }
}
