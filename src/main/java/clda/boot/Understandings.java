package clda.boot;

import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.offline.OfflineModelClient;
import clda.llm.routing.ModelRouter;
import clda.nlu.Interpreters;
import clda.nlu.LiveInterpreter;
import clda.nlu.training.LabelledFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The interpreters by tenant: one for all tenants, and one more for each tenant that has its own labelled sentences, which is
 * trained when it is first used. Each request is answered by the interpreter of its tenant.
 */
final class Understandings implements Interpreters, ModelRouter.LastResort {

    private final Path nluData;
    private final Function<List<Path>, Understanding> learner;
    private final Understanding common;
    private final Map<String, Understanding> own = new ConcurrentHashMap<>();

    /**
     * @param nluData the folder of the server's training data
     * @param learner begins to learn the data of the folders, beside what comes with the server
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

    /** The client that understands the sentences of the request. */
    OfflineModelClient client(ModelRequest request) {
        String tenant = request.options().tenant();
        return (tenant == null ? common : understanding(tenant)).client();
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

    @Override
    public String name() {
        return OfflineModelClient.NAME;
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return client(request).respond(request, shown, cancellation);
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        return respond(request, shown, cancellation);
    }

    @Override
    public ModelReply standIn(ModelRequest request, TextSink shown, Cancellation cancellation, ModelFailure why) {
        return client(request).standIn(request, shown, cancellation, why);
    }
}
