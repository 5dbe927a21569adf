/** Characters a file name may not hold on some system somebody uses, and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const unsafe = /[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+/g;

/** A file name every system can keep: letters of all scripts stay, separators and direction marks go. At most 120 characters. */
export function safeFileName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+/, '');
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && clean.length - dot <= 6 ? clean.slice(dot) : '';
  const body = [...clean.slice(0, clean.length - ending.length)]
    .slice(0, 120 - ending.length)
    .join('')
    .trim();
  return `${body || 'document'}${ending}`;
}
