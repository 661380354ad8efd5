package clda.web;

import clda.net.IpRange;
import clda.security.Caller;
import clda.security.Role;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may see something that belongs to no user: {@code everybody}, {@code signed-in}, {@code nobody}, roles, networks
 * such as {@code 10.0.0.0/8}, or a comma-separated list of these, one of which has to match.
 */
public final class Access {

    private final boolean everybody;
    private final boolean signedIn;
    private final Set<Role> roles;
    private final List<IpRange> networks;

    private Access(boolean everybody, boolean signedIn, Set<Role> roles, List<IpRange> networks) {
        this.everybody = everybody;
        this.signedIn = signedIn;
        this.roles = roles;
        this.networks = networks;
    }

    /** @throws IllegalArgumentException naming the word that is none of these */
    public static Access parse(String text) {
        boolean everybody = false;
        boolean signedIn = false;
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<IpRange> networks = new ArrayList<>();
        for (String word : Arrays.stream(text.split(",")).map(String::strip).toList()) {
            Optional<Role> role = Role.named(word);
            switch (word) {
                case "everybody" -> everybody = true;
                case "signed-in" -> signedIn = true;
                case "nobody" -> {
                    // Adds none.
                }
                default -> role.ifPresentOrElse(roles::add, () -> networks.add(IpRange.parse(word)));
            }
        }
        return new Access(everybody, signedIn, roles, networks);
    }

    /** @param address of the client, in numbers */
    public boolean allows(Optional<Caller> caller, String address) {
        return everybody
                || signedIn && caller.isPresent()
                || caller.filter(who -> who.roles().stream().anyMatch(roles::contains))
                        .isPresent()
                || IpRange.address(address.split("%")[0]).filter(this::isInside).isPresent();
    }

    /** Whether the decision can depend on the caller. */
    public boolean asksWho() {
        return !everybody && (signedIn || !roles.isEmpty());
    }

    private boolean isInside(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
