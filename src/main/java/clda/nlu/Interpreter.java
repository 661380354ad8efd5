package clda.nlu;

/** Understands a sentence by itself; what it answers is told by the frames. */
public interface Interpreter {
    Interpretation interpret(String text);
}
