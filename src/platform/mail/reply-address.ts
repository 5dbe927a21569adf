import { timingSafeEqual } from 'node:crypto';
import type { PersonId } from '#kernel/ids.ts';
import type { Config } from '../config.ts';
import { keyedHash } from '../dice.ts';

/** What can be answered by mail: the letter that its address begins with, and the kind of id that it carries. */
const purposes = {
  thread: { letter: 't', prefix: 'thr' },
  event: { letter: 'e', prefix: 'evt' },
} as const;

export type ReplyPurpose = keyof typeof purposes;

/** An address that one person got for one thing: what is written to it comes from there and belongs to that. */
export type ReplyAddress = {
  readonly purpose: ReplyPurpose;
  /** of the thread, the meeting */
  readonly id: string;
  readonly personId: PersonId;
};

type Receiving = Pick<Config, 'mailIn' | 'secret'>;

const idLength = 26;
const signatureLength = 10;
const bounceLetter = 'b';

/** 50 bits over a name part of at most 64 characters (RFC 5321 4.5.3.1.1), in letters that survive lower case. */
function signatureOf(config: Receiving, text: string): string {
  const hash = keyedHash(config.secret, `reply:${text}`).toString('hex');
  return BigInt(`0x${hash}`).toString(32).slice(-signatureLength);
}

function signed(config: Receiving, text: string): string | null {
  return config.mailIn ? `${text}${signatureOf(config, text)}@${config.mailIn.domain}` : null;
}

/** What an address of ours says, when its signature is ours: letter and rest. */
function unsigned(config: Receiving, address: string): string | null {
  const [name = '', domain = ''] = address.trim().toLowerCase().split('@');
  if (!config.mailIn || domain !== config.mailIn.domain.toLowerCase()) return null;
  const text = name.slice(0, -signatureLength);
  const given = Buffer.from(name.slice(-signatureLength));
  const wanted = Buffer.from(signatureOf(config, text));
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? text : null;
}

const bare = (id: string) => id.slice(id.indexOf('_') + 1);

/**
 * Where one person answers to one thing by mail.
 * @returns null when this installation receives no mail
 */
export function replyAddress(config: Receiving, at: ReplyAddress): string | null {
  return signed(config, `${purposes[at.purpose].letter}${bare(at.id)}${bare(at.personId)}`);
}

/** Whom an address was given to, and for what; null when it is none of ours. */
export function readReplyAddress(config: Receiving, address: string): ReplyAddress | null {
  const text = unsigned(config, address);
  if (text?.length !== 1 + 2 * idLength) return null;
  for (const [purpose, { letter, prefix }] of Object.entries(purposes))
    if (text[0] === letter)
      return {
        purpose: purpose as ReplyPurpose,
        id: `${prefix}_${text.slice(1, 1 + idLength)}`,
        personId: `per_${text.slice(1 + idLength)}`,
      };
  return null;
}

/** Where a server reports later that it could not deliver a mail it had taken. */
export function bounceAddress(config: Receiving, mailId: string): string | null {
  return signed(config, `${bounceLetter}${bare(mailId)}`);
}

/** Which mail such a report is about; null when it is about none of ours. */
export function readBounceAddress(config: Receiving, address: string): `mai_${string}` | null {
  const text = unsigned(config, address);
  return text?.length === 1 + idLength && text[0] === bounceLetter ? `mai_${text.slice(1)}` : null;
}
