package clda.boot;

import clda.nlu.Interpreters;
import clda.nlu.LiveInterpreter;
import clda.nlu.training.LabelledFile;
import clda.skills.SkillResponder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The interpreters by tenant: one for all tenants, and one more for each tenant that has its own labelled sentences, which is
 * trained when it is first used. Each sentence is interpreted by the interpreter of its tenant.
 */
final class Understandings implements Interpreters {

    private final Path nluData;
    private final Function<List<Path>, Understanding> learner;
    private final Understanding common;
    private final Map<String, Understanding> own = new ConcurrentHashMap<>();

    /**
     * @param nluData the folder of the server's training data
     * @param learner starts training with the data of the folders, in addition to the data that come with the server
     */
    Understandings(Path nluData, Function<List<Path>, Understanding> learner) {
        this.nluData = nluData;
        this.learner = learner;
        this.common = learner.apply(List.of(nluData));
    }

    Understanding common() {
        return common;
    }

    private Understanding understanding(String tenant) {
        Path folder = LabelledFile.directory(nluData, tenant);
        return own.containsKey(tenant) || Files.isDirectory(folder)
                ? own.computeIfAbsent(tenant, any -> learner.apply(List.of(nluData, folder)))
                : common;
    }

    /** @param tenant null for the responder trained with the sentences for all tenants */
    SkillResponder skills(@Nullable String tenant) {
        return (tenant == null ? common : understanding(tenant)).responder();
    }

    @Override
    public LiveInterpreter of(String tenant) {
        return understanding(tenant).interpreter();
    }

    @Override
    public void learnAgain(String tenant) {
        common.interpreter().learnAgain();
        Understanding theirs = understanding(tenant);
        if (theirs != common) {
            theirs.interpreter().learnAgain();
        }
    }
}
