import { fail, type Outcome, ok } from '#kernel/outcome.ts';
import { formatsFor, languages, translator } from '#platform/i18n/index.ts';
import { PdfError, renderPdf } from '#platform/pdf/index.ts';
import type { AgreementContent, ResultOfRow, SignatoryRole } from '../../core/index.ts';
import { agreementTemplate, complementTemplate } from './agreement-template.ts';

/** Everything the paper needs: no clock, no database. */
export type AgreementPrint = {
  content: AgreementContent;
  /** null while it is a draft that is only looked at */
  sha256: string | null;
  /** those who sign, signed or not yet */
  signatures: {
    role: SignatoryRole;
    name: string;
    at: Temporal.Instant | null;
    wording: string;
    language: string;
  }[];
  /** first language, and the second when the schools do not share one */
  languages: [string, string | null];
  timeZone: string;
  createdAt: Temporal.Instant;
};

export type ComplementPrint = {
  content: AgreementContent;
  results: ResultOfRow[];
  remarks: string;
  from: string;
  until: string;
  issuer: { name: string; at: Temporal.Instant };
  languages: [string, string | null];
  timeZone: string;
};

type Pair = [string, string | null];

/** English, which all partners share, beside the language of a school when the product speaks it. */
export function printLanguages(schoolLanguages: string[]): [string, string | null] {
  const other = schoolLanguages.find(
    (l) => l !== 'en' && (languages as readonly string[]).includes(l),
  );
  return ['en', other ?? null];
}

function speaker([first, second]: [string, string | null]) {
  const t = translator(first);
  const u = second ? translator(second) : null;
  const fmt = formatsFor(first);
  const day = (iso: string) => fmt.date(Temporal.PlainDate.from(iso));
  return {
    t,
    fmt,
    say: (key: string): Pair => {
      const words = t(`learning.pdf.${key}`);
      const other = u?.(`learning.pdf.${key}`) ?? null;
      return [words, other === words ? null : other];
    },
    // a moment is proof only with its zone
    moment: (at: Temporal.Instant, zone: string) => `${fmt.moment(at, zone)} (${zone})`,
    stay: (stay: { from: string; until: string }) =>
      t('learning.pdf.from-until', { from: day(stay.from), until: day(stay.until) }),
    school: (s: AgreementContent['sending']) =>
      [s.name, s.city, fmt.country(s.country), s.oid ? `OID ${s.oid}` : '']
        .filter(Boolean)
        .join(', '),
    common: {
      otherLang: second ?? first,
      running: t('learning.pdf.running'),
      pageWords: [t('learning.pdf.page'), t('learning.pdf.of')],
    },
  };
}

/** Who signed for a school is told with its name. */
function signer(content: AgreementContent, role: SignatoryRole, name: string): string {
  if (role === 'sending_school') return `${name}, ${content.sending.name}`;
  if (role === 'host_school') return `${name}, ${content.host.name}`;
  return name;
}

/**
 * The agreement as tagged PDF, the same bytes for the same input.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function renderAgreement(
  print: AgreementPrint,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const { content } = print;
  const { say, stay, school, moment, t, common } = speaker(print.languages);
  const none = t('learning.pdf.nothing');
  return renderPdf({
    template: agreementTemplate,
    lang: print.languages[0],
    title: t('learning.pdf.title', { pupil: content.pupil.name }),
    createdAt: print.createdAt,
    data: {
      ...common,
      draft: print.sha256 ? null : say('draft'),
      words: {
        parties: say('parties'),
        contacts: say('contacts'),
        contactHeader: [say('role'), say('name'), say('email'), say('phone')],
        rows: say('rows'),
        rowHeader: [say('outcome'), say('learned'), say('assessed'), say('recognised')],
        monitoring: say('monitoring'),
        reintegration: say('reintegration'),
        change: say('change'),
        signatures: say('signatures'),
        signaturesNote: say('signatures-note'),
        signatureWords: [say('name'), say('moment'), say('signature')],
        fingerprint: say('fingerprint'),
      },
      facts: [
        [say('project'), `${content.project.code} · ${content.project.title}`],
        [say('mobility'), content.mobilityId],
        [say('version'), String(content.number)],
        [say('stay'), stay(content.stay)],
      ],
      parties: [
        [say('as.pupil'), content.pupil.name],
        [say('as.sending_school'), school(content.sending)],
        [say('as.host_school'), school(content.host)],
      ],
      contacts: content.contacts.map((c) => [say(`as.${c.role}`), c.name, c.email, c.phone]),
      rows: content.rows.map((r) => [r.subject, r.outcome, r.learned, r.assessed, r.recognised]),
      monitoring: content.monitoring || none,
      reintegration: content.reintegration || none,
      changeReason: content.changeReason,
      signatures: print.signatures.map((s) => ({
        role: say(`as.${s.role}`),
        name: s.at ? signer(content, s.role, s.name) : s.name,
        at: s.at ? moment(s.at, print.timeZone) : null,
        mark: s.at ? t('learning.pdf.signed-here') : null,
        wording: s.wording,
        lang: s.language,
      })),
      sha256: print.sha256 ?? '',
    },
  });
}

/** The paper to look at, or in words why it cannot be made: a letter that cannot be printed, or too many at once. */
export async function tryAgreement(
  print: AgreementPrint,
): Promise<Outcome<{ bytes: Uint8Array; sha256: string }>> {
  try {
    return ok(await renderAgreement(print));
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    if (error.kind === 'refused') return fail('learning.refused.cannot-print');
    if (error.kind === 'queue-full')
      return fail('platform.error.too-many', undefined, undefined, 'rate_limited');
    throw error;
  }
}

/** The complement: what of the agreement was achieved, confirmed by the host school. */
export function renderComplement(
  print: ComplementPrint,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const { content } = print;
  const { say, stay, school, moment, t, common } = speaker(print.languages);
  return renderPdf({
    template: complementTemplate,
    lang: print.languages[0],
    title: t('learning.pdf.complement', { pupil: content.pupil.name }),
    createdAt: print.issuer.at,
    data: {
      ...common,
      draft: null,
      words: {
        results: say('results'),
        rowHeader: [say('outcome'), say('result'), say('remark')],
        remarks: say('remarks'),
        issued: say('issued'),
        signatureWords: [say('name'), say('moment'), say('signature')],
      },
      facts: [
        [say('as.pupil'), content.pupil.name],
        [say('project'), `${content.project.code} · ${content.project.title}`],
        [say('mobility'), content.mobilityId],
        [say('version'), String(content.number)],
        [say('as.sending_school'), school(content.sending)],
        [say('as.host_school'), school(content.host)],
        [say('confirmed'), stay(print)],
      ],
      rows: content.rows.map((r, position) => {
        const found = print.results.find((x) => x.position === position);
        return [
          r.subject,
          r.outcome,
          found ? t(`learning.result.${found.result}`) : '',
          found?.remark ?? '',
        ];
      }),
      remarks: print.remarks,
      issuer: {
        role: say('as.host_school'),
        name: signer(content, 'host_school', print.issuer.name),
        at: moment(print.issuer.at, print.timeZone),
        mark: t('learning.pdf.signed-here'),
      },
    },
  });
}
