package clda.kit;

import clda.conversation.MessageUsage;
import clda.kit.speech.Said;
import clda.llm.ModelClient;
import clda.llm.ModelClientContract;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import java.util.concurrent.CountDownLatch;

/** The fake behaves as the real ones do. */
class ScriptedModelTest extends ModelClientContract {

    private final ScriptedModel model = new ScriptedModel();

    @Override
    protected ModelClient client() {
        return model;
    }

    @Override
    protected void willSay(Said said) {
        model.replies(new ModelReply(
                "scripted",
                String.join("", said.pieces()),
                said.calls().stream()
                        .map(call -> ScriptedModel.call(call.tool(), call.arguments()))
                        .toList(),
                said.counted() ? new MessageUsage(said.input(), said.output()) : null,
                switch (said.end()) {
                    case STOP -> ModelReply.End.COMPLETE;
                    case LENGTH -> ModelReply.End.LENGTH;
                    case REFUSAL -> ModelReply.End.REFUSED;
                },
                null));
    }

    @Override
    protected CountDownLatch willHang() {
        return model.hangs();
    }

    @Override
    protected void willFail() {
        model.failsWith(ModelFailure.Reason.SERVER_ERROR);
    }
}
