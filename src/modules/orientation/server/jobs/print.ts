import { formatsFor, translator } from '#platform/i18n/index.ts';
import { renderPdf } from '#platform/pdf/index.ts';
import type { Thread } from '../../core/types.ts';

/** A certificate on paper. Words and values come from `data`. */
const template = `#import "/sojourn.typ": *
#show: sheet.with(running: data.running, page-words: data.pageWords)
#title()
#v(4mm)
#text(size: 11pt)[#data.confirms]
#block(above: 6mm, below: 6mm, text(size: 20pt, weight: "bold")[#data.name])
#text(size: 11pt)[#data.took]
#facts(data.facts)
#if data.sessions.len() > 0 [
  = #data.programme
  #data-table(header: data.header, rows: data.sessions, columns: (1fr, auto))
]
#v(6mm)
#signature(
  role: data.org,
  name: data.recordedBy,
  words: data.signature,
  filled: (place-and-date: data.at, signature: data.mark),
)
#text(size: 8pt, fill: quiet)[#data.reference]
`;

/** Everything the paper needs: no clock, no database. */
type CertificatePrint = {
  name: string;
  title: string;
  kind: string;
  org: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  timeZone: string;
  place: string;
  country: string;
  sessions: { title: string; minutes: number; thread: Thread | '' }[];
  recordedBy: string;
  reference: string;
  language: string;
  issuedAt: Temporal.Instant;
};

/**
 * The certificate as tagged PDF, the same bytes for the same input.
 * @throws PdfError `refused` when a letter in it cannot be printed
 */
export function renderCertificate(
  c: CertificatePrint,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const t = translator(c.language);
  const fmt = formatsFor(c.language);
  const day = (at: Temporal.Instant) => fmt.date(at.toZonedDateTimeISO(c.timeZone).toPlainDate());
  const [from, until] = [day(c.startsAt), day(c.endsAt)];
  const total = c.sessions.reduce((sum, s) => sum + s.minutes, 0);
  const minutes = (n: number) => t('orientation.session.minutes', { minutes: n });
  return renderPdf({
    template,
    lang: c.language,
    title: t('orientation.pdf.title'),
    createdAt: c.issuedAt,
    data: {
      running: t('orientation.pdf.running'),
      pageWords: [t('orientation.pdf.page'), t('orientation.pdf.of')],
      confirms: t('orientation.pdf.confirms', { org: c.org }),
      name: c.name,
      took: t('orientation.pdf.took'),
      facts: [
        [t('orientation.pdf.what'), c.title],
        [t('orientation.pdf.kind'), t(`orientation.kind.${c.kind}`)],
        [
          t('orientation.pdf.when'),
          from === until ? from : t('orientation.pdf.from-until', { from, until }),
        ],
        [t('orientation.pdf.where'), [c.place, fmt.country(c.country)].filter(Boolean).join(', ')],
        ...(total > 0 ? [[t('orientation.pdf.length'), minutes(total)]] : []),
      ],
      programme: t('orientation.programme'),
      header: [t('orientation.pdf.session'), t('orientation.pdf.length')],
      sessions: c.sessions.map((s) => [s.title, minutes(s.minutes)]),
      org: c.org,
      recordedBy: c.recordedBy,
      signature: [
        t('orientation.pdf.name'),
        t('orientation.pdf.at'),
        t('orientation.pdf.signature'),
      ],
      at: fmt.moment(c.issuedAt, c.timeZone),
      mark: t('orientation.pdf.mark'),
      reference: c.reference,
    },
  });
}
