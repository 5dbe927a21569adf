/** Begins the line above which an answer is written. Programs may put quote marks before it, never inside. */
export const answerMark = '##------';

const isQuoted = (line: string) => /^\s*>/.test(line);

/** "On Monday Anna wrote:", in any language, or "From: Anna", "Sent: Monday", or a line drawn by a program */
const isAttribution = (line: string) =>
  /:\s*$/.test(line) ||
  /^\s*\*?[\p{L}\s]{2,20}\*?\s?:\*?\s/u.test(line) ||
  /^\s*[-_=]{5,}/.test(line);

/** The most lines a program puts before what it quotes: from, to, copy, date, subject and a line drawn. */
const attributionAtMost = 7;

/**
 * What somebody wrote in answer to a mail, without the mail itself and without a signature after "-- ".
 * Where a mail of ours was quoted its mark says where; else the first quoted line does. Answers written between quoted
 * lines keep the quotes.
 */
export function replyText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const mark = lines.findIndex((line) => line.includes(answerMark));
  const end = mark >= 0 ? mark : endOfOwn(lines);
  const own = lines.slice(0, end);
  if (end < lines.length) dropAttribution(own);
  const signature = own.findIndex((line) => /^--\s?$/.test(line));
  return own
    .slice(0, signature > 0 ? signature : undefined)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Where only quoted lines follow. */
function endOfOwn(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && (isQuoted(lines[end - 1] as string) || !(lines[end - 1] as string).trim()))
    end--;
  return lines.slice(end).some(isQuoted) ? end : lines.length;
}

/** Takes off what a program put between the answer and the mail it quotes. */
function dropAttribution(own: string[]): void {
  const isEmpty = () => !own.at(-1)?.trim();
  while (own.length > 0 && (isEmpty() || isQuoted(own.at(-1) as string))) own.pop();
  for (let taken = 0; taken < attributionAtMost && own.length > 0; taken++) {
    const last = own.at(-1) as string;
    if (!isEmpty() && !isAttribution(last)) break;
    own.pop();
    // a long "On Monday … wrote:" is broken before the address
    if (/^\s*<\S+@\S+>/.test(last) && !isEmpty()) own.pop();
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
};

/** The words of a mail that was written as a web page alone, line by line; nothing of its form is kept. */
export function htmlAsText(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(/<(br|hr|\/p|\/div|\/li|\/tr|\/h\d|blockquote)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#\d{1,6}|[a-z]+);/gi, (whole, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff))
        : (entities[name] ?? whole),
    )
    .replace(/^ +| +$/gm, '');
}
