package clda.kit;

import clda.security.Caller;
import clda.security.Rights;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The rights of the people in tests, who are known by name. */
public record Everybody(Function<Caller, Optional<Caller>> asNow) implements Rights {

    /** Nobody's rights change. */
    public static final Rights AS_THEN = new Everybody(Optional::of);

    private static final List<Caller> PEOPLE = List.of(Clda.ALICE, Clda.BOB, Clda.CAROL, Clda.ERIN, Clda.STRANGER);

    @Override
    public Optional<Caller> now(Caller then) {
        return asNow.apply(then);
    }

    @Override
    public Optional<Caller> find(String tenant, String user) {
        return PEOPLE.stream()
                .filter(person ->
                        person.tenant().equals(tenant) && person.user().equals(user))
                .findFirst()
                .flatMap(asNow);
    }
}
