/**
 * One streamed HTTP call to a model, whoever the provider is: how long to wait, how to cancel, what a status means, how
 * lines become events. The providers' packages say the rest as a {@link clda.llm.http.Dialect}.
 */
@NullMarked
package clda.llm.http;

import org.jspecify.annotations.NullMarked;
