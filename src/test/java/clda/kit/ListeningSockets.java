package clda.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process can be reached over the network, as Linux tells it. */
public final class ListeningSockets {

    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int IPV4_BYTES = 4;

    private ListeningSockets() {}

    /** Addresses of TCP sockets that listen, and of UDP sockets that take datagrams from anybody. */
    public static Set<InetSocketAddress> of(long pid) {
        Path process = Path.of("/proc", String.valueOf(pid));
        Set<String> own = inodes(process.resolve("fd"));
        Set<InetSocketAddress> found = new HashSet<>();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String[] socket : table(process.resolve("net").resolve(protocol))) {
                boolean open =
                        protocol.startsWith("tcp") ? socket[STATE].equals(LISTEN) : socket[REMOTE].endsWith(":0000");
                if (open && own.contains(socket[INODE])) {
                    found.add(address(socket[LOCAL]));
                }
            }
        }
        return found;
    }

    /** The numbers of the sockets among the process's open files. */
    private static Set<String> inodes(Path files) {
        try (Stream<Path> all = Files.list(files)) {
            return all.map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String[]> table(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).map(line -> line.strip().split("\\s+")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Words of four bytes in the order of this machine, then the port. */
    private static InetSocketAddress address(String hex) {
        int colon = hex.indexOf(':');
        byte[] bytes = HexFormat.of().parseHex(hex.substring(0, colon));
        for (int word = 0; word < bytes.length; word += IPV4_BYTES) {
            byte[] turned = Arrays.copyOfRange(bytes, word, word + IPV4_BYTES);
            for (int i = 0; i < IPV4_BYTES; i++) {
                bytes[word + i] = turned[IPV4_BYTES - 1 - i];
            }
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes), Integer.parseInt(hex.substring(colon + 1), 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
