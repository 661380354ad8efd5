// Shows refusals of the server in the reader's language, or the server's own sentence if there is no translation.
import { language, t } from './texts.js';

/** @type {[RegExp, string][]} */
const KNOWN = [
  [/^There is no (?:such|sentence|fact|approval|intent) ?.*\.$/, 'refused.gone'],
  [/^(?:Not found|No longer there)\.$/, 'refused.gone'],
  [/^This has already been decided, or is no longer needed\.$/, 'refused.decided'],
  [/^This is not what you were shown\. Look at it again\.$/, 'refused.changed'],
  [/^The time to decide has passed\.$/, 'refused.expired'],
  [/^This has already been resolved\.$/, 'refused.settled'],
  [/^This cannot be undone\.$/, 'refused.undo'],
  [/^(?:The turn has not ended yet|A turn of this conversation is running)\.$/, 'refused.running'],
  [/^Nobody can approve their own request\.$/, 'refused.own'],
  [/^There is no user of that name who may decide this\.$/, 'refused.nobody'],
  [/^Someone else with the approver role has to (?:decide|resolve) this\.$/, 'refused.approver'],
  [/^With these arguments, someone with the approver role has to decide\.$/, 'refused.approver'],
  [/^Calls of this tool have to be approved one by one\.$/, 'refused.one-by-one'],
  [/^The remote system did not answer\. Ask again later\.$/, 'refused.silent'],
  [/^The remote system of this tool cannot be asked\.$/, 'refused.unaskable'],
  [/^(?:This account can no longer be used|This user may no longer use the assistant)\.$/, 'refused.account'],
  [/^Conversations need the role user\.$/, 'refused.role'],
  [/^Only (?:an )?(?:administrator|auditor)s? .*\.$/, 'refused.role'],
  [/^Only PNG, JPEG, GIF and WebP images are supported\.$/, 'refused.no-image'],
  [/^The image is damaged\.$/, 'refused.damaged-image'],
  [/^An image may have at most (\d+) bytes\.$/, 'refused.large-image'],
  [/^At most (\d+) different images can be shown at once\.$/, 'refused.images-at-once'],
  [/^A conversation can have at most (\d+) images\.$/, 'refused.images'],
  [/^The text has (\d+) characters; the maximum is (\d+)\.$/, 'refused.long-text'],
  [/^The text (?:is empty|contains an unpaired surrogate)\.$/, 'refused.text'],
  [/^There is nothing to remember\.$/, 'refused.text'],
  [/^A title must have 1 to (\d+) characters\.$/, 'refused.title'],
  [/^A user name must have 1 to (\d+) characters\.$/, 'refused.user'],
  [/^A fact can have at most (\d+) characters\.$/, 'refused.fact'],
  [/^At most (\d+) facts can be kept; forget one first\.$/, 'refused.facts'],
  [/^(?:No models are configured by name\.|There is no model of that name.*)$/, 'refused.model'],
  [/^Training is already running\.$/, 'refused.learning'],
  [/^(?:Too many|You (?:are sending|have) too many) .*\.$/, 'refused.too-many'],
  [/^The body arrived too slowly\.$/, 'refused.slow'],
  [/^The body is larger than (\d+) bytes\.$/, 'refused.large'],
  [/^The (?:store was too busy|store does not answer|conversation ends before).*$/, 'refused.busy'],
  [/^Someone else wrote to the conversation at the same time; try again\.$/, 'refused.busy'],
  [/^This server is being stopped; nothing was done\. Try again\.$/, 'refused.busy'],
  [/^This was changed outside the server or is damaged.*$/, 'refused.damaged'],
  [/^(?:You are no longer signed in|Sign in first|A valid bearer token is needed; .*)\.$/, 'refused.signed-out'],
  [/^The (?:request failed on the server|message could not be handled)\.$/, 'refused.internal'],
  [/^The request was not accepted\.$/, 'refused.other'],
];

function words(detail) {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(detail);
    if (found) {
      return found.slice(1).reduce((text, value, i) => text.replace(`{${i}}`, Number(value).toLocaleString(language)), t(key));
    }
  }
  return null;
}

// The sentence for people, whatever was refused.
export function refusal(detail) {
  if (language.startsWith('en')) {
    return detail;
  }
  return words(detail) ?? `${t('refused.other')}（${detail}）`;
}
