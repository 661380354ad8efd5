package clda.web;

/** Approvals or unknown effects of a tenant have changed, at this or another node. */
public record InboxNews(String tenant) {}
