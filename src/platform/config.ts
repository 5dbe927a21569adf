import { resolve } from 'node:path';
import { z } from 'zod';

/** Where things are and how they are reached. Read once at start, from the environment only. */
export type Config = {
  mode: 'live' | 'demo' | 'test';
  /** the address people type, without a slash at the end */
  origin: string;
  host: string;
  port: number;
  dataDir: string;
  /** an external PostgreSQL as its owner, or null for the embedded one */
  databaseUrl: string | null;
  /** derives keys for feeds, codes, files and database passwords; at least 32 characters */
  secret: string;
  /** opens the vault; left out, the vault's key comes from the secret too */
  vaultKey?: string | undefined;
  /** the one before: at start every key in the vault is wrapped anew */
  vaultKeyBefore?: string | undefined;
  smtpUrl: string | null;
  mailFrom: string;
  /** where answers to mails are received; left out, mails are not answered */
  mailIn?: { domain: string; host: string; port: number } | undefined;
  /** a gateway that takes text messages over HTTP; left out, none are sent */
  sms?: SmsGateway | undefined;
  /** push services of browsers that alarms may go through; left out, none are sent */
  push?: PushServices | undefined;
  defaultLanguage: string;
};

export type SmsGateway = {
  url: string;
  token: string | null;
  /** what is sent, as JSON with {to}, {text} and {key} inside its strings */
  body: Record<string, unknown>;
};

export type PushServices = {
  /** host names; one that begins with a dot stands for all below it */
  hosts: string[];
  /** whole origins beside them, for a receiver of one's own in tests; never out of the environment */
  origins?: string[];
};

/** The push services of Chrome and most others, Firefox, Safari, and Edge. */
export const pushHosts = [
  'fcm.googleapis.com',
  '.push.services.mozilla.com',
  '.push.apple.com',
  '.notify.windows.com',
];

export class ConfigError extends Error {}

const tooShort = 'must have at least 32 characters; make one with: openssl rand -base64 32';

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const hostName = /^\.?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/;
const hostsIn = (text: string) => text.trim().split(/[\s,]+/);

const schema = z.object({
  SOJOURN_ORIGIN: z
    .url({ error: 'must be the address people type, for example https://sojourn.example.org' })
    .optional(),
  SOJOURN_HOST: z.string().default('127.0.0.1'),
  SOJOURN_PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1)
    .max(65535)
    .default(3000),
  SOJOURN_DATA: z.string().default('.data/live'),
  SOJOURN_SECRET: z
    .string({
      error:
        'is missing: keys for codes, feeds and files come from it; make one with: openssl rand -base64 32',
    })
    .min(32, { error: tooShort }),
  SOJOURN_VAULT_KEY: z.string().min(32, { error: tooShort }).optional(),
  SOJOURN_VAULT_KEY_BEFORE: z.string().min(32, { error: tooShort }).optional(),
  SOJOURN_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2}$/, { error: 'must be a language code such as en or fr' })
    .default('en'),
  SMS_URL: z
    .url({ error: 'must be the address of the gateway that takes text messages' })
    .optional(),
  SMS_TOKEN: z.string().optional(),
  SMS_BODY: z
    .string()
    .default('{"to":"{to}","text":"{text}"}')
    .refine((text) => jsonObject(text) !== null, {
      error: 'must be JSON such as {"to":"{to}","text":"{text}"}',
    }),
  PUSH_HOSTS: z
    .string()
    .default(pushHosts.join(' '))
    .refine((text) => text === 'none' || hostsIn(text).every((h) => hostName.test(h)), {
      error: 'must be names of hosts with spaces between them, or "none"',
    }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://' })
    .optional(),
  SMTP_URL: z
    .string({
      error:
        'is missing: without a mail server nobody can sign in; for example smtps://user:password@mail.example.org',
    })
    .regex(/^smtps?:\/\//, { error: 'must begin with smtp:// or smtps://' }),
  MAIL_FROM: z
    .string({
      error: 'is missing: the sender of all mail, for example "Sojourn <sojourn@example.org>"',
    })
    .min(3),
  MAIL_IN_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, {
      error: 'must be a domain of its own for answers, for example reply.sojourn.example.org',
    })
    .optional(),
  MAIL_IN_HOST: z.string().default('127.0.0.1'),
  MAIL_IN_PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1)
    .max(65535)
    .default(2525),
});

/**
 * The configuration of a real installation.
 * @throws ConfigError naming every variable that is missing or wrong, one a line
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => {
      const missing = given[String(i.path[0])] === undefined && !i.message.startsWith('is missing');
      return `  ${String(i.path[0])} ${missing ? `is missing: it ${i.message}` : i.message}`;
    });
    throw new ConfigError(
      `Sojourn cannot start with this configuration:\n${lines.join('\n')}\nSee docs/running.md.`,
    );
  }
  const e = parsed.data;
  return {
    mode: 'live',
    origin: (e.SOJOURN_ORIGIN ?? `http://${e.SOJOURN_HOST}:${e.SOJOURN_PORT}`).replace(/\/$/, ''),
    host: e.SOJOURN_HOST,
    port: e.SOJOURN_PORT,
    dataDir: resolve(e.SOJOURN_DATA),
    databaseUrl: e.DATABASE_URL ?? null,
    secret: e.SOJOURN_SECRET,
    vaultKey: e.SOJOURN_VAULT_KEY,
    vaultKeyBefore: e.SOJOURN_VAULT_KEY_BEFORE,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    mailIn: e.MAIL_IN_DOMAIN
      ? { domain: e.MAIL_IN_DOMAIN, host: e.MAIL_IN_HOST, port: e.MAIL_IN_PORT }
      : undefined,
    sms: e.SMS_URL
      ? { url: e.SMS_URL, token: e.SMS_TOKEN ?? null, body: jsonObject(e.SMS_BODY) ?? {} }
      : undefined,
    push: e.PUSH_HOSTS === 'none' ? undefined : { hosts: hostsIn(e.PUSH_HOSTS) },
    defaultLanguage: e.SOJOURN_LANGUAGE,
  };
}
