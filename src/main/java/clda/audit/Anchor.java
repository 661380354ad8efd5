package clda.audit;

import clda.audit.AuditTrail.Position;

/**
 * Evidence that an audit entry existed, kept out of reach of anyone who can change the chain. A chain alone does not show
 * that its end was cut off.
 *
 * @param digest of the entry as it is stored, in hexadecimal digits
 */
public record Anchor(Position position, String digest) {}
