import { fail, type Outcome, ok } from '#kernel/outcome.ts';
import { formatsFor, translator } from '#platform/i18n/index.ts';
import { PdfError, renderPdf } from '#platform/pdf/index.ts';
import { type FrozenAgreement, type OrgFacts, paidFields } from '../../core/index.ts';
import { cooperationTemplate } from './template.ts';

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
  language: string;
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
  const { content, language } = print;
  const { words } = content;
  const t = translator(language);
  const fmt = formatsFor(language);
  const none = t('partnerships.pdf.nothing');
  const names = { first: content.first.name, second: content.second.name };
  const org = (o: OrgFacts) =>
    [o.name, o.city, fmt.country(o.country), o.oid ? `OID ${o.oid}` : '']
      .filter(Boolean)
      .join(', ');
  const part = (field: 'firstGoals' | 'secondGoals' | 'channels' | 'other' | 'payment') => [
    t(`partnerships.field.${field}`, names),
    words[field] || none,
  ];
  const four = paidFields.map((field) => [
    t(`partnerships.field.${field}`, names),
    words[field] || none,
  ]);
  return renderPdf({
    template: cooperationTemplate,
    lang: language,
    title: t('partnerships.pdf.title', names),
    createdAt: print.createdAt,
    data: {
      running: t('partnerships.pdf.running'),
      pageWords: [t('partnerships.pdf.page'), t('partnerships.pdf.of')],
      draft: print.sha256 ? '' : t('partnerships.pdf.draft'),
      words: {
        parties: t('partnerships.pdf.parties'),
        change: t('partnerships.pdf.change'),
        accepted: t('partnerships.pdf.accepted'),
        acceptedNote: t('partnerships.pdf.accepted-note'),
        fingerprint: t('partnerships.pdf.fingerprint'),
        signature: [
          t('partnerships.pdf.name'),
          t('partnerships.pdf.moment'),
          t('partnerships.pdf.acceptance'),
        ],
      },
      facts: [
        [t('partnerships.pdf.version'), String(content.number)],
        [
          t('partnerships.field.paid'),
          t(words.paid ? 'partnerships.paid.yes' : 'partnerships.paid.no'),
        ],
        [
          t('partnerships.field.languages'),
          words.languages.length > 0 ? fmt.list(words.languages.map((l) => fmt.language(l))) : none,
        ],
        [
          t('partnerships.field.renewsOn'),
          words.renewsOn ? fmt.date(Temporal.PlainDate.from(words.renewsOn)) : none,
        ],
      ],
      parties: [
        [t(`partnerships.party-kind.${content.first.kind}`), org(content.first)],
        [t(`partnerships.party-kind.${content.second.kind}`), org(content.second)],
      ],
      parts: [
        part('firstGoals'),
        part('secondGoals'),
        ...four,
        ...(words.paid || words.payment ? [part('payment')] : []),
        part('channels'),
        ...(words.other ? [part('other')] : []),
      ],
      changeReason: content.changeReason,
      acceptances: print.acceptances.map((a) => ({
        org: a.org,
        name: a.at ? `${a.name}, ${t(`partnerships.role.${a.role}`)}` : '',
        // a moment is proof only with its zone
        at: a.at ? `${fmt.moment(a.at, print.timeZone)} (${print.timeZone})` : null,
        mark: a.at ? t('partnerships.pdf.accepted-here') : null,
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
