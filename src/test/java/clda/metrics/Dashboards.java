package clda.metrics;

import clda.metrics.Dashboard.Panel;
import clda.metrics.Dashboard.Row;
import java.util.List;

/** The dashboards for operators. */
final class Dashboards {

    private Dashboards() {}

    static final List<Dashboard> ALL = List.of(overview(), turns(), models(), nodes());

    /** How often, by labels. */
    private static String rate(String counter, String by) {
        return "sum by (" + by + ") (rate(" + of(counter) + "[$__rate_interval]))";
    }

    /** In which time a part of them was over. */
    private static String quantile(double part, String histogram, String by) {
        return "histogram_quantile(" + part + ", sum by (" + by + (by.isEmpty() ? "" : ", ") + "le) (rate("
                + of(histogram + "_bucket") + "[$__rate_interval])))";
    }

    private static String of(String metric) {
        return metric + "{job=\"$job\"}";
    }

    private static Dashboard overview() {
        return new Dashboard(
                "clda-overview",
                "CLDA: overview",
                List.of(
                        Row.of(
                                "Now",
                                Panel.number(
                                        "Turns a minute",
                                        "short",
                                        "60 * sum(rate(" + of("clda_turns_total") + "[5m]))"),
                                Panel.number(
                                        "Failed turns",
                                        "percentunit",
                                        "max(" + of("job:clda_turns_failed:ratio_rate5m") + ")"),
                                Panel.number(
                                        "Answers slower than 2 s",
                                        "percentunit",
                                        "max(" + of("job:clda_turns_slow:ratio_rate5m") + ")"),
                                Panel.number("Unknown effects", "short", "max(" + of("clda_effects_unknown") + ")"),
                                Panel.number("Waiting approvals", "short", "max(" + of("clda_approvals_waiting") + ")"),
                                Panel.number("Dead letters", "short", "max(" + of("clda_dead_letters") + ")")),
                        Row.of(
                                "What people get",
                                Panel.lines(
                                        "Turns by outcome", "ops", of("job:clda_turns:rate5m"), "{{outcome}} {{arm}}"),
                                Panel.lines(
                                        "Time until the first text, question or end",
                                        "s",
                                        of("job:clda_turn_answer_seconds:p50_5m"),
                                        "half {{arm}}",
                                        of("job:clda_turn_answer_seconds:p95_5m"),
                                        "95 % {{arm}}"),
                                Panel.lines(
                                        "Error budget burn (1 uses it up in 30 days)",
                                        "short",
                                        of("job:clda_turns_failed:ratio_rate1h") + " / 0.01",
                                        "failed turns, 1 h {{arm}}",
                                        of("job:clda_turns_slow:ratio_rate1h") + " / 0.05",
                                        "slow answers, 1 h {{arm}}",
                                        of("job:clda_turns_failed:ratio_rate6h") + " / 0.01",
                                        "failed turns, 6 h {{arm}}",
                                        of("job:clda_turns_slow:ratio_rate6h") + " / 0.05",
                                        "slow answers, 6 h {{arm}}")),
                        Row.of(
                                "The system",
                                Panel.lines(
                                        "Turns running and queued",
                                        "short",
                                        "sum by (instance) (" + of("clda_turns_running") + ")",
                                        "running on {{instance}}",
                                        "sum by (instance) (" + of("clda_turns_queued") + ")",
                                        "queued on {{instance}}"),
                                Panel.lines(
                                        "Requests by status",
                                        "reqps",
                                        rate("clda_http_request_duration_seconds_count", "status"),
                                        "{{status}}"),
                                Panel.lines(
                                        "Calls to models by outcome",
                                        "ops",
                                        rate("clda_model_call_duration_seconds_count", "model, outcome"),
                                        "{{model}} {{outcome}}"))));
    }

    private static Dashboard turns() {
        return new Dashboard(
                "clda-turns",
                "CLDA: turns, tools and people",
                List.of(
                        Row.of(
                                "Turns",
                                Panel.lines(
                                        "Duration of turns that waited for nobody",
                                        "s",
                                        quantile(0.5, "clda_turn_duration_seconds", ""),
                                        "half",
                                        quantile(0.95, "clda_turn_duration_seconds", ""),
                                        "95 %"),
                                Panel.lines(
                                        "Waiting behind other turns",
                                        "s",
                                        quantile(0.95, "clda_turn_queue_seconds", ""),
                                        "95 %"),
                                Panel.lines(
                                        "Failed turns by problem",
                                        "ops",
                                        rate("clda_turn_problems_total", "problem"),
                                        "{{problem}}"),
                                Panel.lines(
                                        "Turns taken up again",
                                        "ops",
                                        rate("clda_turns_resumed_total", "instance"),
                                        "{{instance}}"),
                                Panel.lines("Messages by writer", "ops", rate("clda_messages_total", "by"), "{{by}}")),
                        Row.of(
                                "Tools",
                                Panel.lines(
                                        "Calls by tool and outcome",
                                        "ops",
                                        rate("clda_tool_calls_total", "tool, outcome"),
                                        "{{tool}} {{outcome}}"),
                                Panel.lines(
                                        "Duration of calls, 95 %",
                                        "s", quantile(0.95, "clda_tool_call_duration_seconds", "tool"), "{{tool}}"),
                                Panel.lines(
                                        "Background tasks that have ended",
                                        "ops",
                                        rate("clda_tasks_total", "tool, outcome"),
                                        "{{tool}} {{outcome}}"),
                                Panel.lines(
                                        "Background tasks",
                                        "short",
                                        "max by (state) (" + of("clda_tasks_open") + ")",
                                        "{{state}}")),
                        Row.of(
                                "People",
                                Panel.lines(
                                        "Questions for approval",
                                        "ops",
                                        rate("clda_approvals_requested_total", "because"),
                                        "asked because of {{because}}",
                                        rate("clda_approvals_decided_total", "decision"),
                                        "{{decision}}"),
                                Panel.lines(
                                        "Waiting for somebody",
                                        "short",
                                        "max(" + of("clda_approvals_waiting") + ")",
                                        "approvals",
                                        "max(" + of("clda_effects_unknown") + ")",
                                        "unknown effects",
                                        "max(" + of("clda_dead_letters") + ")",
                                        "dead letters"))));
    }

    private static Dashboard models() {
        return new Dashboard(
                "clda-models",
                "CLDA: models",
                List.of(
                        Row.of(
                                "Calls",
                                Panel.lines(
                                        "Calls by outcome",
                                        "ops",
                                        rate("clda_model_call_duration_seconds_count", "model, outcome"),
                                        "{{model}} {{outcome}}"),
                                Panel.lines(
                                        "Failed calls",
                                        "percentunit",
                                        of("model:clda_model_failed:ratio_rate5m"),
                                        "{{model}} {{arm}}"),
                                Panel.lines(
                                        "Duration of calls",
                                        "s",
                                        quantile(0.5, "clda_model_call_duration_seconds", "model"),
                                        "{{model}} half",
                                        quantile(0.95, "clda_model_call_duration_seconds", "model"),
                                        "{{model}} 95 %"),
                                Panel.lines(
                                        "Fallbacks by reason",
                                        "ops",
                                        rate("clda_model_fallbacks_total", "model, reason"),
                                        "{{model}} {{reason}}"),
                                Panel.lines(
                                        "No answer since the last failure",
                                        "short",
                                        "max by (model) (" + of("clda_model_trouble") + ")",
                                        "{{model}}")),
                        Row.of(
                                "Use",
                                Panel.lines(
                                        "Tokens a second",
                                        "short",
                                        rate("clda_model_tokens_total", "model, kind"),
                                        "{{model}} {{kind}}"),
                                Panel.lines(
                                        "Cost an hour, in the unit of the configured prices",
                                        "short",
                                        "3600 * " + rate("clda_model_cost_total", "model"),
                                        "{{model}}"))));
    }

    private static Dashboard nodes() {
        return new Dashboard(
                "clda-nodes",
                "CLDA: nodes and store",
                List.of(
                        Row.of(
                                "Store",
                                Panel.lines(
                                        "The database answers",
                                        "short",
                                        "min by (instance) (" + of("clda_store_up") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Duration of commits",
                                        "s",
                                        quantile(0.5, "clda_store_commit_duration_seconds", "instance"),
                                        "{{instance}} half",
                                        quantile(0.99, "clda_store_commit_duration_seconds", "instance"),
                                        "{{instance}} 99 %"),
                                Panel.lines(
                                        "Writes a commit",
                                        "short",
                                        rate("clda_store_writes_total", "instance") + " / "
                                                + rate("clda_store_commit_duration_seconds_count", "instance"),
                                        "{{instance}}"),
                                Panel.lines(
                                        "Epoch of the node",
                                        "short",
                                        "max by (instance) (" + of("clda_node_epoch") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Nodes that cannot renew their lease",
                                        "short",
                                        "sum by (instance) (" + of("clda_node_stuck") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Events not delivered yet",
                                        "short",
                                        "max(" + of("clda_outbox_events") + ")",
                                        "events",
                                        "max(" + of("clda_outbox_oldest_age_seconds") + ")",
                                        "age of the oldest in seconds")),
                        Row.of(
                                "Other nodes and systems",
                                Panel.lines(
                                        "What other nodes write is heard at once",
                                        "short",
                                        "min by (instance) (" + of("clda_relay_connected") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Events from other systems",
                                        "ops",
                                        rate("clda_incoming_events_total", "outcome"),
                                        "{{outcome}}"),
                                Panel.lines(
                                        "Events from other systems can be read",
                                        "short",
                                        "min by (instance) (" + of("clda_incoming_connected") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Events from other systems that wait",
                                        "short",
                                        "sum by (instance) (" + of("clda_incoming_lag") + ")",
                                        "{{instance}}")),
                        Row.of(
                                "Release",
                                Panel.lines(
                                        "State of the latest release",
                                        "short",
                                        "max by (state) (" + of("clda_release_state") + ")",
                                        "{{state}}",
                                        "max(" + of("clda_release_given_up_time_seconds") + ") > bool 0",
                                        "rolled back by itself"),
                                Panel.lines(
                                        "New conversations in the canary arm",
                                        "percentunit",
                                        "max(" + of("clda_release_share") + ")",
                                        "share"),
                                Panel.lines(
                                        "Nodes by the arm that they run",
                                        "short",
                                        "max by (runs) (" + of("clda_release_nodes") + ")",
                                        "{{runs}}")),
                        Row.of(
                                "Doors",
                                Panel.lines(
                                        "Open connections",
                                        "short",
                                        "sum by (instance) (" + of("clda_sockets_open") + ")",
                                        "{{instance}} sockets",
                                        "sum by (instance) (" + of("clda_streams_open") + ")",
                                        "{{instance}} streams",
                                        "sum by (instance) (" + of("clda_http_requests_open") + ")",
                                        "{{instance}} requests"),
                                Panel.lines(
                                        "Duration of requests, 95 %",
                                        "s",
                                        quantile(0.95, "clda_http_request_duration_seconds", "route"),
                                        "{{route}}"),
                                Panel.lines(
                                        "Refused by a limit",
                                        "ops",
                                        rate("clda_refusals_total", "limit"),
                                        "{{limit}}")),
                        Row.of(
                                "Process",
                                Panel.lines(
                                        "Heap",
                                        "bytes",
                                        "sum by (instance) (jvm_memory_used_bytes{job=\"$job\",area=\"heap\"})",
                                        "{{instance}} used",
                                        "sum by (instance) (jvm_memory_max_bytes{job=\"$job\",area=\"heap\"} > 0)",
                                        "{{instance}} most",
                                        "max by (instance) (" + of("jvm_gc_live_data_size_bytes") + ")",
                                        "{{instance}} left by the last full collection",
                                        "max by (instance) (" + of("jvm_gc_max_data_size_bytes") + ")",
                                        "{{instance}} most of the old generation"),
                                Panel.lines(
                                        "Processor",
                                        "percentunit",
                                        "max by (instance) (" + of("process_cpu_usage") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Platform threads",
                                        "short",
                                        "sum by (instance) (" + of("jvm_threads_live_threads") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Time in garbage collection",
                                        "percentunit",
                                        rate("jvm_gc_pause_seconds_sum", "instance"),
                                        "{{instance}}"),
                                Panel.lines(
                                        "Open files",
                                        "short",
                                        "max by (instance) (" + of("process_files_open_files") + ")",
                                        "{{instance}}"),
                                Panel.lines(
                                        "Versions",
                                        "short",
                                        "count by (version) (" + of("clda_build_info") + ")",
                                        "{{version}}"))));
    }
}
