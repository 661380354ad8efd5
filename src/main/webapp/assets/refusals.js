// What the server refuses is told in the reader's language. The server's own sentence stands where there are no words for it.
import { language, t } from './texts.js';

const KNOWN = [
  [/^There is no (?:such|sentence|fact|approval) ?.*\.$/, 'refused.gone'],
  [/^(?:Not found|No longer there)\.$/, 'refused.gone'],
  [/^This has been decided, or is no longer wanted\.$/, 'refused.decided'],
  [/^This is not what was shown; look at it again\.$/, 'refused.changed'],
  [/^The time to decide is over\.$/, 'refused.expired'],
  [/^This has been settled\.$/, 'refused.settled'],
  [/^This cannot be taken back\.$/, 'refused.undo'],
  [/^(?:The turn has not ended yet|A turn of this conversation is running)\.$/, 'refused.running'],
  [/^Nobody approves what they have asked for themselves\.$/, 'refused.own'],
  [/^There is nobody of that name who may decide this\.$/, 'refused.nobody'],
  [/^Somebody with the role approver, other than the requester, (?:decides|settles) this\.$/, 'refused.approver'],
  [/^With these arguments somebody with the role approver has to decide\.$/, 'refused.approver'],
  [/^Calls of this tool have to be approved one by one\.$/, 'refused.one-by-one'],
  [/^The other side gave no answer; ask again later\.$/, 'refused.silent'],
  [/^The remote system of this tool cannot be asked\.$/, 'refused.unaskable'],
  [/^This account may not do anything any more\.$/, 'refused.account'],
  [/^To talk, the role user is needed\.$/, 'refused.role'],
  [/^Only (?:an )?(?:administrator|auditor)s? .*\.$/, 'refused.role'],
  [/^This is no PNG, JPEG, GIF or WebP image\.$/, 'refused.no-image'],
  [/^The image is damaged\.$/, 'refused.damaged-image'],
  [/^An image has at most (\d+) bytes\.$/, 'refused.large-image'],
  [/^At most (\d+) different images are shown at once\.$/, 'refused.images-at-once'],
  [/^A conversation has at most (\d+) images\.$/, 'refused.images'],
  [/^The text has (\d+) characters; at most (\d+) are taken\.$/, 'refused.long-text'],
  [/^The text (?:is empty|contains an unpaired surrogate|has half a character in it)\.$/, 'refused.text'],
  [/^There is nothing to remember\.$/, 'refused.text'],
  [/^A title has 1 to (\d+) characters\.$/, 'refused.title'],
  [/^A user has 1 to (\d+) characters\.$/, 'refused.user'],
  [/^A fact has at most (\d+) characters\.$/, 'refused.fact'],
  [/^There is room for (\d+) facts; one has to be forgotten first\.$/, 'refused.facts'],
  [/^(?:No models are configured by name\.|There is no model of that name.*)$/, 'refused.model'],
  [/^Training is already running\.$/, 'refused.learning'],
  [/^Too many .*\.$/, 'refused.too-many'],
  [/^The (?:store was too busy|conversation ends before).*$/, 'refused.busy'],
  [/^Someone else wrote to the conversation at the same time; try again\.$/, 'refused.busy'],
  [/^This server is being stopped; nothing was done\. Try again\.$/, 'refused.busy'],
  [/^This was changed outside of the server, or is damaged.*$/, 'refused.damaged'],
  [/^The request failed inside the server\.$/, 'refused.internal'],
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
