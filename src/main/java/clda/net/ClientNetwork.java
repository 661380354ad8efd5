package clda.net;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The unit that counts as one address: an IPv4 address, or the /64 of an IPv6 address, in which a client has as many addresses
 * as it likes.
 */
public final class ClientNetwork {

    private static final int GROUPS = 8;
    private static final int NETWORK_GROUPS = 4;

    private ClientNetwork() {}

    /** @param address in numbers, as the server tells it */
    public static String of(String address) {
        String plain = address.split("%")[0];
        if (!plain.contains(":") || plain.contains(".")) {
            return plain.substring(plain.lastIndexOf(':') + 1);
        }
        String[] halves = plain.split("::", -1);
        String[] before = halves[0].isEmpty() ? new String[0] : halves[0].split(":");
        String[] after = halves.length < 2 || halves[1].isEmpty() ? new String[0] : halves[1].split(":");
        String[] groups = new String[GROUPS];
        Arrays.fill(groups, "0");
        System.arraycopy(before, 0, groups, 0, Math.min(before.length, GROUPS));
        int from = GROUPS - Math.min(after.length, GROUPS);
        System.arraycopy(after, 0, groups, from, GROUPS - from);
        return Arrays.stream(groups)
                        .limit(NETWORK_GROUPS)
                        .map(group -> Integer.toHexString(Integer.parseInt(group, 16)))
                        .collect(Collectors.joining(":"))
                + "::/64";
    }
}
