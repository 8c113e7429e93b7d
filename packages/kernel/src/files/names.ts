/** Names of files: what is kept of the name that somebody gave, and how it stands in a header. */

/** Control characters, and those that turn the direction of text, so that `gpj.exe` looks like `exe.jpg`. Joiners stay: Indian scripts need them. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2028\u2029]/gu;

const LONGEST = 200;

/** A name without folders and unseen characters, at most 200 characters, its ending kept. It is only ever shown: no path is made of it. */
export function cleanName(given: string): string {
  const name = given.toWellFormed().normalize('NFC').replace(UNSEEN, '').replace(/[\\/]/g, '_').trim();
  if (name === '' || /^\.+$/.test(name)) return 'file';
  const characters = [...name];
  if (characters.length <= LONGEST) return name;
  const ending = [...(/\.[^.]{1,10}$/.exec(name)?.[0] ?? '')];
  return [...characters.slice(0, LONGEST - ending.length), ...ending].join('');
}

/** What stands behind the last dot, in small letters; empty when there is none. */
export function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The header that makes a browser save the file instead of showing it (RFC 6266), its name in every script (RFC 8187). */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
