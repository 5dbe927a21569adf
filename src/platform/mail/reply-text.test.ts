import { describe, expect, it } from 'vitest';
import { answerMark, htmlAsText, replyText } from './reply-text.ts';

const ours = `${answerMark} Please write above this line ------##\n\nAnna wrote to you.`;
const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

describe('what somebody wrote in answer', () => {
  it.each([
    [
      'a phone that quotes',
      `Yes, at nine.\n\nOn Mon, 2 Nov 2026 at 10:00 Anna <a@b.example> wrote:\n\n${quoted(ours)}`,
    ],
    [
      'in French',
      `Yes, at nine.\r\n\r\nLe lun. 2 nov. 2026 à 10:00, Anna a écrit :\r\n${quoted(ours)}`,
    ],
    [
      'a line broken in two',
      `Yes, at nine.\n\nOn Mon, 2 Nov 2026 at 10:00 Anna\n<a@b.example> wrote:\n${quoted('no mark here')}`,
    ],
    [
      'a program that draws a line and names the mail',
      `Yes, at nine.\n\n________________________________\nFrom: Anna <a@b.example>\nSent: Monday\nTo: Bela\nSubject: Hello\n\n${ours}`,
    ],
    ['names in bold', `Yes, at nine.\n\n*De :* Anna <a@b.example>\n*Envoyé :* lundi\n\n${ours}`],
    ['a signature', `Yes, at nine.\n\n-- \nBela\nTeacher\n\n${quoted(ours)}`],
    ['no quote at all', 'Yes, at nine.\n'],
  ])('%s', (_, mail) => {
    expect(replyText(mail)).toBe('Yes, at nine.');
  });

  it('keeps what was written between quoted lines', () => {
    expect(replyText('> Nine or ten?\n\nTen.\n\n> Where?\n\nAt school.')).toBe(
      '> Nine or ten?\n\nTen.\n\n> Where?\n\nAt school.',
    );
  });

  it('keeps a last line that ends with a colon where nothing is quoted', () => {
    expect(replyText('Bring these:')).toBe('Bring these:');
  });

  it('answers nothing for a mail that only quotes', () => {
    expect(replyText(quoted(ours))).toBe('');
    expect(replyText('')).toBe('');
  });
});

it('reads a mail that is a web page alone', () => {
  const html = `<html><head><title>Re</title><style>p{color:red}</style></head><body><p>Yes, <b>at
    nine</b> &amp; a half.</p><div>Bring Zo&#235;</div><br><blockquote type="cite">${answerMark} Write above</blockquote></body></html>`;
  expect(replyText(htmlAsText(html))).toBe('Yes, at nine & a half.\nBring Zoë');
});
