package clda.audit;

import clda.audit.AuditTrail.Position;

/**
 * A record that an audit entry existed, kept where whoever can change the chain cannot: a chain alone does not show that its
 * end was cut off.
 *
 * @param digest of the entry as it is stored, in hexadecimal digits
 */
public record Anchor(Position position, String digest) {}
