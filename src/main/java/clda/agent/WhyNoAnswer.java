package clda.agent;

import clda.llm.ModelFailure.Reason;
import clda.nlu.Language;

/** The sentences that tell a user why a model gave no answer; they contain nothing of what the provider said. */
public final class WhyNoAnswer {

    private WhyNoAnswer() {}

    /** The sentence for any reason except an exhausted budget or a cancellation, which are reported elsewhere. */
    public static String sentence(Reason reason, Language language) {
        return switch (reason) {
            case UNREACHABLE -> language.choose("The language model cannot be reached right now.", "暂时无法连接语言模型。");
            case BUSY ->
                language.choose("The language model is overloaded. Try again in a moment.", "语言模型目前负载过高，请稍后再试。");
            case SERVER_ERROR -> language.choose("The language model's server reported an error.", "语言模型的服务器出错。");
            case REFUSED -> language.choose("The language model declined to answer.", "语言模型拒绝回答。");
            case INVALID_REQUEST ->
                language.choose(
                        "The language model's server rejected the request. There is nothing wrong with your message; an administrator has to look into it.",
                        "语言模型的服务器拒绝了请求。您的消息没有问题，请管理员检查。");
            case TOO_LONG ->
                language.choose(
                        "This is too long for the language model. Shorten it, or start a new conversation.",
                        "内容超出语言模型的长度上限。请缩短内容，或开始新的对话。");
            case NOT_FOUND ->
                language.choose(
                        "The configured language model does not exist on its server. An administrator has to check the settings.",
                        "服务器上没有所配置的语言模型，请管理员检查设置。");
            case QUOTA ->
                language.choose(
                        "The quota at the language model's provider is used up. An administrator has to take care of it.",
                        "语言模型服务商的账号额度已用完，请管理员处理。");
            case DENIED ->
                language.choose(
                        "The language model's server rejected our credentials. An administrator has to check them.",
                        "语言模型的服务器拒绝了所配置的凭据，请管理员检查。");
            case TOO_SLOW -> language.choose("The language model took too long to answer.", "语言模型响应超时。");
            case BROKEN ->
                language.choose("The language model's answer broke off or could not be read.", "语言模型的回答中断，或无法读取。");
            case BUDGET, CANCELLED -> language.choose("The language model was not asked.", "没有询问语言模型。");
        };
    }
}
