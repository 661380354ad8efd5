package clda.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * An image that runs as a container engine would run it, as far as Linux itself can do that: its own mounts, processes and network,
 * its process the first, as the user of the image and without a capability, on a root file system that is read-only but for
 * {@code /data} and a {@code /tmp} from which nothing can be executed.
 */
final class Container implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(8);

    /**
     * Arguments: root, data, user, group, working directory, what else is mounted for reading (lines of a path inside, a tab, a path
     * outside); then environment and command as {@code env} takes them.
     */
    private static final String ENTER =
            """
            set -e
            root=$1 data=$2 user=$3 group=$4 directory=$5 mounts=$6
            shift 6
            ip link set lo up
            hostname clda
            printf '127.0.0.1 localhost clda\\n' > "$root/etc/hosts"
            mount --bind "$root" "$root"
            mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
            mount -t tmpfs -o nosuid,noexec,size=1m tmpfs "$root/dev"
            for device in null zero random urandom; do
              touch "$root/dev/$device"
              mount --bind "/dev/$device" "$root/dev/$device"
            done
            mount -t tmpfs -o nosuid,nodev,noexec,size=256m,mode=1777 tmpfs "$root/tmp"
            mount --bind "$data" "$root/data"
            while IFS=$'\\t' read -r inside outside; do
              [ -n "$inside" ] || continue
              mkdir -p "$(dirname "$root$inside")"
              if [ -d "$outside" ]; then mkdir -p "$root$inside"; else touch "$root$inside"; fi
              mount --bind "$outside" "$root$inside"
              mount -o remount,bind,ro "$root$inside"
            done <<< "$mounts"
            mount -o remount,bind,ro "$root"
            assignments=()
            while [[ "$1" == *=* ]]; do
              assignments+=("$1")
              shift
            done
            exec env -i "${assignments[@]}" /usr/bin/setpriv --no-new-privs /usr/bin/unshare --root="$root" --wd="$directory" \
              --setgid="$group" --setuid="$user" "$@"
            """;

    private final Process unshare;
    private final Path log;
    private final long started = System.nanoTime();

    private Container(Process unshare, Path log) {
        this.unshare = unshare;
        this.log = log;
    }

    /** Why this machine cannot run one; empty if it can. */
    static String hindrance() throws InterruptedException {
        if (!Command.succeeds("ip", "-V")) {
            return "there is no ip (iproute2)";
        }
        return Command.succeeds("unshare", "--mount", "--pid", "--net", "--fork", "true")
                ? ""
                : "this user may not make namespaces";
    }

    /**
     * What is around a container.
     *
     * @param data the volume, which the user of the image has to be able to write
     * @param environment which goes before that of the image
     * @param mounts files and folders for reading, by where they are inside
     * @param network the name of a network namespace; empty for one of its own without a way out
     */
    record Surroundings(Path data, Map<String, String> environment, Map<String, Path> mounts, String network) {

        static Surroundings alone(Path data) {
            return new Surroundings(data, Map.of(), Map.of(), "");
        }
    }

    /**
     * Starts it.
     *
     * @param root where the image was unpacked
     */
    static Container start(Image image, Path root, Surroundings around, List<String> command, Path log)
            throws IOException {
        Map<String, String> environment = new TreeMap<>(image.environment());
        environment.putAll(around.environment);
        String[] user = image.user().split(":");
        List<String> line = new ArrayList<>();
        if (!around.network.isEmpty()) {
            line.addAll(List.of("nsenter", "--net=/run/netns/" + around.network));
        }
        line.addAll(List.of("unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"));
        if (around.network.isEmpty()) {
            line.add("--net");
        }
        line.addAll(List.of("bash", "-c", ENTER, "enter"));
        line.addAll(List.of(root.toString(), around.data.toString(), user[0], user[1], image.workingDirectory()));
        line.add(around.mounts.entrySet().stream()
                .map(mount -> mount.getKey() + "\t" + mount.getValue().toAbsolutePath())
                .collect(Collectors.joining("\n")));
        environment.forEach((name, value) -> line.add(name + "=" + value));
        line.addAll(command);
        Files.deleteIfExists(log);
        return new Container(
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Waits until the health check of the image says that it is ready; returns how long that took since the start. */
    Duration ready(List<String> check) {
        Awaitility.await("the container to be ready; see " + log)
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    if (!unshare.isAlive()) {
                        throw new IllegalStateException("the container ended; see " + log);
                    }
                    return Files.size(log) > 0 && Command.succeeds(inside(check));
                });
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** A program that runs beside the process of the image, as a container engine runs a health check. */
    String[] inside(List<String> command) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("nsenter", "--target", String.valueOf(pid()), "--mount", "--net", "--pid"));
        line.addAll(List.of("--root", "--wd", "--setuid", "10001", "--setgid", "10001"));
        line.addAll(command);
        return line.toArray(String[]::new);
    }

    /** A program of the machine that reaches the network of the container. */
    String[] reaching(List<String> command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(pid()), "--net"));
        line.addAll(command);
        return line.toArray(String[]::new);
    }

    /** Of the first process in the container, as the machine knows it. */
    long pid() {
        return unshare.children().findFirst().orElseThrow().pid();
    }

    /** What Linux says of the first process: {@code NSpid}, {@code Uid}, {@code CapEff}. */
    String status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().replaceAll("\\s+", " "))
                .findFirst()
                .orElse("");
    }

    /** Processor time of the first process. */
    Duration processorTime() {
        return ProcessHandle.of(pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    long residentKilobytes() throws IOException {
        return Long.parseLong(status("VmRSS").replaceAll("\\D", ""));
    }

    /** SIGTERM to the first process; waits until it has ended and returns its status. */
    int stop() throws IOException, InterruptedException {
        Command.output("kill", "-TERM", String.valueOf(pid()));
        if (!unshare.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the container does not end; see " + log);
        }
        return unshare.exitValue();
    }

    /** SIGKILL to the first process, and so to all. */
    void kill() throws InterruptedException {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        unshare.waitFor();
    }

    int awaitEnd() throws InterruptedException {
        return unshare.waitFor();
    }

    /** The mounts on which somebody could write, but for devices and what the kernel tells; sorted. */
    List<String> writable() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid()), "mountinfo")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> List.of(fields[5].split(",")).contains("rw"))
                .map(fields -> fields[4])
                .filter(point -> !point.equals("/proc") && !point.matches("/dev(/.*)?"))
                .sorted()
                .toList();
    }

    /** With the first process, which a changed user does not let end with its parent, everything in the container ends. */
    @Override
    public void close() {
        unshare.children().forEach(ProcessHandle::destroyForcibly);
        unshare.destroyForcibly();
    }
}
