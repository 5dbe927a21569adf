import { fail, type Outcome, ok } from '#kernel/outcome.ts';
import { type Formats, formatsFor, type Translate, translator } from '#platform/i18n/index.ts';
import { PdfError, renderPdf } from '#platform/pdf/index.ts';
import {
  type FrozenAgreement,
  type OrgFacts,
  paidFields,
  type WordField,
} from '../../core/index.ts';
import { cooperationTemplate } from './template.ts';

/** Words with their language; '' for what people wrote in their own. */
type Words = { lang: string; text: string }[];

/** Everything the paper needs: no clock, no database. */
export type CooperationPrint = {
  content: FrozenAgreement;
  /** null while it is a draft that is only looked at */
  sha256: string | null;
  acceptances: {
    org: string;
    name: string;
    role: string;
    at: Temporal.Instant | null;
    wording: string;
    language: string;
  }[];
  /** those of the two organisations, the school's first: what the product says stands in both */
  languages: string[];
  timeZone: string;
  createdAt: Temporal.Instant;
};

/**
 * The agreement as tagged PDF, the same bytes for the same input.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function renderCooperation(
  print: CooperationPrint,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const { content, languages } = print;
  const { words } = content;
  const [main = 'en'] = languages;
  const names = { first: content.first.name, second: content.second.name };
  /** The same words in the languages of both, each once. */
  const inBoth = (say: (t: Translate, fmt: Formats) => string): Words => {
    const said = languages.map((lang) => ({ lang, text: say(translator(lang), formatsFor(lang)) }));
    return said.filter((one, i) => said.findIndex((other) => other.text === one.text) === i);
  };
  const label = (key: string) => inBoth((t) => t(`partnerships.${key}`, names));
  const written = (text: string): Words =>
    text === '' ? label('pdf.nothing') : [{ lang: '', text }];
  const org = (o: OrgFacts) =>
    inBoth((_, fmt) =>
      [o.name, o.city, fmt.country(o.country), o.oid ? `OID ${o.oid}` : '']
        .filter(Boolean)
        .join(', '),
    );
  const part = (field: WordField) => [label(`field.${field}`), written(words[field])];
  return renderPdf({
    template: cooperationTemplate,
    lang: main,
    title: translator(main)('partnerships.pdf.title', names),
    createdAt: print.createdAt,
    data: {
      titles: label('pdf.title').slice(1),
      running: label('pdf.running'),
      pageWords: [
        translator(main)('partnerships.pdf.page'),
        translator(main)('partnerships.pdf.of'),
      ],
      draft: print.sha256 ? [] : label('pdf.draft'),
      words: {
        parties: label('pdf.parties'),
        change: label('pdf.change'),
        accepted: label('pdf.accepted'),
        acceptedNote: label('pdf.accepted-note'),
        fingerprint: label('pdf.fingerprint'),
        signature: [label('pdf.name'), label('pdf.moment'), label('pdf.acceptance')],
      },
      facts: [
        [label('pdf.version'), written(String(content.number))],
        [label('field.paid'), label(words.paid ? 'paid.yes' : 'paid.no')],
        [
          label('field.languages'),
          words.languages.length > 0
            ? inBoth((_, fmt) => fmt.list(words.languages.map((l) => fmt.language(l))))
            : label('pdf.nothing'),
        ],
        [
          label('field.renewsOn'),
          words.renewsOn
            ? inBoth((_, fmt) => fmt.date(Temporal.PlainDate.from(words.renewsOn)))
            : label('pdf.nothing'),
        ],
      ],
      parties: [
        [label(`party-kind.${content.first.kind}`), org(content.first)],
        [label(`party-kind.${content.second.kind}`), org(content.second)],
      ],
      parts: [
        part('firstGoals'),
        part('secondGoals'),
        ...paidFields.map(part),
        ...(words.paid || words.payment ? [part('payment')] : []),
        part('channels'),
        ...(words.other ? [part('other')] : []),
      ],
      changeReason: content.changeReason,
      acceptances: print.acceptances.map((a) => ({
        org: a.org,
        name: a.at ? a.name : '',
        capacity: a.at ? label(`role.${a.role}`) : [],
        // a moment is proof only with its zone
        at: a.at
          ? inBoth(
              (_, fmt) =>
                `${fmt.moment(a.at as Temporal.Instant, print.timeZone)} (${print.timeZone})`,
            )
          : null,
        mark: a.at ? label('pdf.accepted-here') : null,
        wording: a.wording,
        lang: a.language,
      })),
      sha256: print.sha256 ?? '',
    },
  });
}

/** The paper to look at, or in words why it cannot be made: a letter that cannot be printed, or too many at once. */
export async function tryCooperation(
  print: CooperationPrint,
): Promise<Outcome<{ bytes: Uint8Array; sha256: string }>> {
  try {
    return ok(await renderCooperation(print));
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    if (error.kind === 'refused') return fail('partnerships.refused.cannot-print');
    if (error.kind === 'queue-full')
      return fail('platform.error.too-many', undefined, undefined, 'rate_limited');
    throw error;
  }
}
