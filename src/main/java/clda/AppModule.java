package clda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package of a module: a package directly below {@code clda}, together with its sub-packages. A test compares what
 * it says with what the code does, and draws the map in {@code docs/architecture.md} from it.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AppModule {

    /** The names of the modules that it uses, in alphabetical order; no more and no fewer. */
    String[] uses() default {};

    /**
     * Those of its sub-packages that other modules use, without the module's name and in alphabetical order; no more and no
     * fewer. {@code boot}, which puts everything together, uses the others too.
     */
    String[] opens() default {};
}
