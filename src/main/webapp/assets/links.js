// Where links in an answer lead: the host is shown behind each that does not name it, and one that names another is asked about.
import { confirmed } from './dialog.js';
import { element, visible } from './dom.js';
import { t } from './texts.js';

const ADDRESS = /(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}]/gu;

function hostOf(name) {
  try {
    return new URL(`https://${name}`).hostname;
  } catch {
    return name;
  }
}

function plain(host) {
  return host.replace(/^www\./, '');
}

// null for a link that stays here or is no web address; otherwise its host, and whether it pretends to be another.
export function destination(href, text) {
  let url;
  try {
    url = new URL(href, document.baseURI);
  } catch {
    return null;
  }
  if (!/^https?:$/.test(url.protocol) || url.origin === location.origin) {
    return null;
  }
  const host = url.hostname;
  const named = (text.match(ADDRESS) ?? []).map((name) => plain(hostOf(name)));
  const disguised = url.username !== '' || url.password !== '' || host.split('.').some((label) => label.startsWith('xn--'))
    || named.some((name) => name !== plain(host));
  return { host: url.host, disguised, named: named.includes(plain(host)) };
}

async function ask(link, host) {
  if (await confirmed(t('link.ask').replace('{0}', visible(host)), t('link.open'))) {
    window.open(link.href, '_blank', 'noopener,noreferrer');
  }
}

export function reveal(link) {
  const leads = destination(link.getAttribute('href') ?? '', link.textContent);
  if (leads === null) {
    return;
  }
  if (leads.disguised || !leads.named) {
    link.after(element('span', { class: leads.disguised ? 'host disguised' : 'host' }, ` (${visible(leads.host)})`));
  }
  if (leads.disguised) {
    for (const type of ['click', 'auxclick']) {
      link.addEventListener(type, (event) => {
        event.preventDefault();
        ask(link, leads.host);
      });
    }
  }
}
